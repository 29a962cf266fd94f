import { tmpdir } from "node:os";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { childEnvironment, refusedNames } from "../../src/process/environment.ts";
import { runProcess } from "../../src/process/run.ts";
import { pythonEnvironment } from "../python/python3.ts";

const CANARIES = Object.fromEntries(
  [
    "GITHUB_TOKEN",
    "GITHUB_ENV",
    "GITHUB_OUTPUT",
    "GH_TOKEN",
    "ACTIONS_RUNTIME_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    "INPUT_GITHUB-TOKEN",
    "INPUT_TOKEN",
    "RUNNER_TEMP",
    "NODE_OPTIONS",
    "NODE_PATH",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PYTHONHOME",
    "PYTHONOPTIMIZE",
    "PYTHONPYCACHEPREFIX",
    "PYTHONBREAKPOINT",
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "DYLD_INSERT_LIBRARIES",
    "GIT_SSH_COMMAND",
    "GIT_CONFIG_GLOBAL",
    "BASH_ENV",
    "ENV",
  ].map((name) => [name, `canary-${name}`]),
);
const WANTED = {
  PATH: pythonEnvironment().PATH,
  HOME: "/home/tester",
  KUBECONFIG: "/home/tester/.kube/config",
  LC_ALL: "C.UTF-8",
  HTTPS_PROXY: "http://proxy:3128",
};

describe("the environment of a child", () => {
  it("has what a test needs, what the workflow allows, and no canary even when asked for", async () => {
    const env = childEnvironment(
      { ...CANARIES, ...WANTED, CLUSTER_NAME: "lab", ANTHROPIC_API_KEY: "canary", UNSET: undefined },
      ["CLUSTER_NAME", "NOT_THERE", "UNSET", ...Object.keys(CANARIES)],
    );
    const child = await runProcess({
      command: ["python3", "-c", "import json, os; print(json.dumps(dict(os.environ)))"],
      cwd: tmpdir(),
      env,
      timeoutMs: 30_000,
    });
    expect(JSON.parse(child.stdout)).toEqual({ ...WANTED, CLUSTER_NAME: "lab" });
  });

  it("never has a refused name, and the refusal is told", () => {
    const refused = fc.oneof(
      fc.constantFrom(...Object.keys(CANARIES)),
      fc
        .tuple(
          fc.constantFrom("GITHUB_", "ACTIONS_", "INPUT_", "RUNNER_", "LD_", "GIT_"),
          fc.string({ maxLength: 10 }),
        )
        .map(([prefix, rest]) => prefix + rest),
    );
    fc.assert(
      fc.property(fc.array(refused), (names) => {
        const source = Object.fromEntries(names.map((name) => [name, "value"]));
        expect(childEnvironment(source, names)).toEqual({});
        expect(refusedNames([...names, "CLUSTER_NAME"])).toEqual(names);
      }),
    );
  });

  it("takes names as they are, not as patterns or parts", () => {
    const source = { CLUSTER: "a", MY_CLUSTER: "b", CLUSTER_2: "c", MY_GITHUB_THING: "d", PATHS: "e" };
    expect(childEnvironment(source, ["CLUSTER", ".*", "MY_GITHUB_THING"])).toEqual({
      CLUSTER: "a",
      MY_GITHUB_THING: "d",
    });
  });
});
