import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describePlan } from "../../src/author/offline/describe.ts";
import { draftTests } from "../../src/author/offline/draft.ts";
import { repairTypes } from "../../src/checks/pyright/repairs.ts";
import { runPyright, type TypeFinding } from "../../src/checks/pyright/run-pyright.ts";
import type { TestDescription } from "../../src/description/model.ts";
import { oracleOf } from "../../src/description/oracle.ts";
import { oracleOfDocstring } from "../../src/description/read-docstring.ts";
import type { Draft } from "../../src/draft/model.ts";
import { findSmells } from "../../src/draft/smells.ts";
import type { TestPlan } from "../../src/plan/model.ts";
import { readPlan } from "../../src/plan/read-plan.ts";
import { runProcess } from "../../src/process/run.ts";
import { firstError, readModule } from "../../src/python/module.ts";
import type { PythonParser } from "../../src/python/parser.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";
import { type Checkout, checkOut, collect, PYRIGHT, toolEnv } from "./checkout.ts";
import { exampleSuite, planOf } from "./support.ts";

const FIXTURES = join(import.meta.dirname, "..", "..", "fixtures");
const GOLDEN = join(FIXTURES, "golden", "vm-hard-reset.draft.py");
/** Set to write the golden file anew; then read the difference before it is committed. */
const UPDATE = process.env.UPDATE_GOLDEN === "1";

interface Drafted {
  readonly description: TestDescription;
  readonly draft: Draft;
}

let python: PythonParser;
let suite: SuiteIndex;
let checkout: Checkout;
let drafts: ReadonlyMap<string, Drafted>;

const examplePlan = (path: string): TestPlan =>
  readPlan({ path, bytes: readFileSync(join(FIXTURES, "plans", path)) });

const drafted = (plan: TestPlan, path: string): Drafted => {
  const description = describePlan(plan, "digest");
  return { description, draft: draftTests({ plan, description, suite, lessons: [], path }) };
};

/** Scenarios out of the words of the suite, the same ones each time. */
function sentences(): string[] {
  const state = fc.constantFrom("running", "stopped", "paused");
  const action = fc.constantFrom(
    "it is reset",
    "a restart",
    "a soft reboot",
    "it is paused",
    "it is stopped and then started",
    "a live migration",
    "a snapshot of the VM is taken",
    "the disk is hot-plugged",
  );
  const outcome = fc.constantFrom(
    "the VM is Running",
    "the VM is not paused",
    "the boot ID of the guest changes",
    "the host name of the guest is unchanged",
    "the IP address of the VM stays the same",
    'event "Restarted" is written about the VM',
    "the VM exists and the guest agent is connected",
    "the VM is live migratable",
    "the snapshot is ready",
    "the console shows a login prompt",
  );
  const request = fc.constantFrom("resetting", "starting", "stopping", "unpausing", "migrating", "deleting");
  const positive = fc.tuple(outcome, action).map(([seen, done]) => `Verify that ${seen} after ${done}`);
  const negative = fc
    .tuple(request, state)
    .map(([doing, which]) => `Verify that ${doing} a ${which} VM is rejected`);
  const actor = state.map((which) => `An unprivileged user cannot restart a ${which} VM`);
  return fc.sample(fc.oneof({ weight: 3, arbitrary: positive }, negative, actor), {
    numRuns: 40,
    seed: 4101,
  });
}

beforeAll(async () => {
  ({ python, suite } = await exampleSuite());
  drafts = new Map([
    [
      "hard reset",
      drafted(examplePlan("stps/sig-virt/vm-hard-reset.md"), "tests/virt/lifecycle/test_vm_hard_reset.py"),
    ],
    [
      "snapshots",
      drafted(examplePlan("stps/sig-storage/vm-snapshot-restore.md"), "tests/storage/test_vm_snapshots.py"),
    ],
    ["generated", drafted(planOf(sentences()), "tests/newteam/powers/test_generated.py")],
    ["nothing bound", drafted(planOf(["Verify the console works"]), "tests/virt/test_console.py")],
  ]);
  checkout = await checkOut();
  await checkout.write([...drafts.values()].flatMap(({ draft }) => draft.files));
});

afterAll(() => checkout?.remove());

const filesOf = (): { path: string; content: string }[] =>
  [...drafts.values()].flatMap(({ draft }) => [...draft.files]);
const pythonFiles = (): string[] => filesOf().map(({ path }) => path);

const typeCheck = async (): Promise<readonly TypeFinding[]> => {
  const { findings } = await runPyright({
    command: PYRIGHT,
    root: checkout.root,
    files: pythonFiles(),
    env: toolEnv(),
    runProcess,
    timeoutMs: 120_000,
  });
  return findings;
};

describe("a draft", () => {
  it("is Python, and most of what the suite can show is written", () => {
    for (const { content } of filesOf()) expect(python.parse(content, (root) => firstError(root))).toBeNull();
    const implemented = [...drafts.values()].flatMap(({ draft }) =>
      draft.trace.filter(({ status }) => status === "implemented"),
    );
    expect(implemented.length).toBeGreaterThan(35);
  });

  it("has a node id for each test, and pytest collects exactly those that are implemented", async () => {
    const { nodeids, output } = await collect(
      checkout.root,
      pythonFiles().filter((path) => !path.endsWith("__init__.py")),
    );
    const planned = [...drafts.values()].flatMap(({ draft }) =>
      draft.trace.filter(({ status }) => status === "implemented").map(({ nodeid }) => nodeid),
    );
    expect({ nodeids: [...nodeids].sort(), output }).toEqual({ nodeids: [...planned].sort(), output });
  });

  it("uses no name that does not exist: what pyright finds are values that may be None, and a rule mends them", async () => {
    const findings = await typeCheck();
    expect(findings.filter(({ message }) => !/"None" is not assignable/.test(message))).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
    let mended = 0;
    for (const { draft } of drafts.values()) {
      const patch = repairTypes(python, suite, draft, findings);
      mended += patch === null ? 0 : 1;
      await checkout.write(patch?.files ?? []);
    }
    expect(mended).toBeGreaterThan(1);
    expect(await typeCheck()).toEqual([]);
  });

  it("asks only for fixtures that its file can see, and imports only what the index knows", () => {
    const offered = new Set(
      [...suite.helpers, ...suite.classes.map((one) => ({ ...one, qualname: one.name }))].map(
        ({ module, qualname }) => `${module}.${qualname}`,
      ),
    );
    const fixtures = new Set(suite.fixtures.map(({ name }) => name));
    for (const { path, content } of filesOf()) {
      for (const [, module, names = ""] of content.matchAll(/^from ([\w.]+) import (.+)$/gm)) {
        for (const name of names.split(", "))
          expect({ path, known: offered.has(`${module}.${name}`), name }).toMatchObject({ known: true });
      }
      const asked = readModule(python, content).functions.flatMap(({ parameters }) =>
        parameters.map(({ name }) => name),
      );
      expect(asked.filter((name) => name !== "self" && !fixtures.has(name))).toEqual([]);
    }
  });

  it("has no test that can pass without showing anything", () => {
    for (const { content } of filesOf()) {
      expect(findSmells(python, content).filter(({ severity }) => severity === "block")).toEqual([]);
    }
  });

  it("says in each docstring what the description demands, no more and no less", () => {
    for (const { description, draft } of drafts.values()) {
      const docs = new Map(
        readModule(python, draft.files[0]?.content ?? "").functions.map(({ qualname, doc }) => [
          qualname.split(".").at(-1),
          doc,
        ]),
      );
      for (const test of description.groups.flatMap((group) => group.tests)) {
        expect(oracleOfDocstring(docs.get(test.name) ?? "")).toBe(oracleOf(test));
      }
    }
  });

  it("makes the folders it is the first to use packages, as the suite's other test folders are", () => {
    const created = drafts.get("generated")?.draft.files.slice(1);
    expect(created).toEqual([
      { path: "tests/newteam/__init__.py", content: "" },
      { path: "tests/newteam/powers/__init__.py", content: "" },
    ]);
    expect(drafts.get("hard reset")?.draft.files).toHaveLength(1);
  });

  it("is the same each time", () => {
    const again = drafted(planOf(sentences()), "tests/newteam/powers/test_generated.py");
    expect(again).toEqual(drafts.get("generated"));
  });
});

describe("the draft of the hard reset plan", () => {
  it("reads as the golden file says (UPDATE_GOLDEN=1 writes it anew)", () => {
    const content = drafts.get("hard reset")?.draft.files[0]?.content ?? "";
    if (UPDATE) writeFileSync(GOLDEN, content);
    expect(content).toBe(readFileSync(GOLDEN, "utf8"));
  });
});
