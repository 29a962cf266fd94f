import { resolve } from "node:path";
import { describeError } from "../errors.ts";
import { childEnvironment } from "../process/environment.ts";
import { runProcess } from "../process/run.ts";
import { readDocument } from "../workspace/read-file.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import { type Io, json, say } from "./io.ts";
import { type SessionOptions, settingsOf } from "./session.ts";

interface DoctorCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  readonly hint: string;
}

/** `testgen doctor`: is everything here that a run with these options needs. Exit 3 when something is missing. */
export async function doctorCommand(io: Io, options: SessionOptions): Promise<number> {
  const { root } = await openWorkspace(resolve(io.cwd, options.repo ?? "."));
  const { pytestCommand, pyrightCommand: pyright } = settingsOf(io, options);
  const env = childEnvironment(io.env);
  const probe = async (name: string, command: [string, ...string[]], hint: string): Promise<DoctorCheck> => {
    const result = await runProcess({ command, cwd: root, env, timeoutMs: 60_000 });
    const ok = result.exitCode === 0;
    const text = (ok ? result.stdout || result.stderr : result.startError || result.stderr).trim();
    return { name, ok, found: text.split("\n").at(-1)?.slice(0, 200) ?? "", hint: ok ? "" : hint };
  };
  const checks: DoctorCheck[] = [
    {
      name: "node",
      ok: Number(process.versions.node.split(".")[0]) >= 24,
      found: process.version,
      hint: "Use Node 24: the runner's own, or `npx node@24`.",
    },
    await probe("git", ["git", "--version"], "Install git on the runner."),
    await probe("python", ["python3", "--version"], "Install Python 3.11 or newer on the runner."),
    await probe(
      "pytest",
      [...pytestCommand, "--version"],
      "python3 -m pip install pytest, or name how it is started with --pytest-command",
    ),
    pyright
      ? await probe("pyright", [...pyright, "--version"], "npm install --global pyright")
      : { name: "pyright", ok: false, found: "", hint: "npm install --global pyright" },
    await clusterCheck(io, root),
  ].map((check) => (check.ok ? { ...check, hint: "" } : check));
  if (options.json) io.out(json({ checks }));
  else
    for (const { name, ok, found, hint } of checks)
      say(
        io,
        `${ok ? "ok     " : "missing"} ${name.padEnd(8)} ${ok ? found : `${found}\n         → ${hint}`}`,
      );
  return checks.every((check) => check.ok) ? 0 : 3;
}

/** The kubeconfig must be there to be read; whether its cluster answers, the first run tells. */
async function clusterCheck(io: Io, root: string): Promise<DoctorCheck> {
  const kubeconfig = io.env.KUBECONFIG ?? "";
  const hint = "Set KUBECONFIG to a kubeconfig of the test cluster.";
  if (kubeconfig === "") {
    const inside = io.env.KUBERNETES_SERVICE_HOST !== undefined;
    return { name: "kubeconfig", ok: inside, found: inside ? "inside a cluster" : "", hint };
  }
  const problem = await readDocument(root, kubeconfig).then(() => null, describeError);
  return { name: "kubeconfig", ok: problem === null, found: kubeconfig, hint: problem ?? hint };
}
