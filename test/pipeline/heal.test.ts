import { beforeAll, describe, expect, it } from "vitest";
import type { Author } from "../../src/author/author.ts";
import { offlineAuthor } from "../../src/author/offline/index.ts";
import type { Finding } from "../../src/checks/model.ts";
import type { Draft, Patch } from "../../src/draft/model.ts";
import type { EventOf } from "../../src/journal/events.ts";
import { type Journal, openJournal } from "../../src/journal/journal.ts";
import { gatekeeper } from "../../src/pipeline/gatekeeper.ts";
import {
  applyPatch,
  diffOf,
  type Gate,
  type HealRequest,
  heal,
  type Repair,
} from "../../src/pipeline/heal.ts";
import type { PythonParser } from "../../src/python/parser.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";
import { exampleSuite } from "../author/support.ts";

const FILE = "tests/test_it.py";
const test = (line: string): string => `def test_it(running_vm):\n    running_vm.stop()\n    ${line}\n`;
const GOOD = 'assert running_vm.is_stopped, "runs"';
const draftOf = (...lines: readonly string[]): Draft => ({
  files: [{ path: FILE, content: lines.map(test).join("\n") }],
  trace: [],
});

let python: PythonParser;
let suite: SuiteIndex;
let gate: Gate;
beforeAll(async () => {
  ({ python, suite } = await exampleSuite());
  gate = gatekeeper(python, suite);
});

const finding = (verdict: Finding["verdict"], message = "it is wrong"): Finding => ({
  check: "run",
  rule: "some-rule",
  message,
  file: FILE,
  line: 3,
  column: 0,
  verdict,
});

const contentOf = (draft: Draft): string => draft.files[0]?.content ?? "";

/** Edits the text of the one file; null when it is not there. */
const replace =
  (from: string, to: string, summary = `${from} → ${to}`, by = "rule:test"): Repair =>
  (draft) =>
    contentOf(draft).includes(from)
      ? { files: [{ path: FILE, content: contentOf(draft).replace(from, to) }], summary, by }
      : null;

const author = (revise: Author["revise"]): Author => ({ ...offlineAuthor, name: "scripted", revise });

function request(some: Partial<HealRequest> & { journal?: Journal }): HealRequest & { journal: Journal } {
  return {
    plan: "stps/it.md",
    phase: "run",
    draft: draftOf("assert running_vm.is_stoped"),
    check: async (draft) => (contentOf(draft).includes("is_stoped") ? [finding("heal")] : []),
    repairs: [replace("is_stoped", "is_stopped")],
    author: offlineAuthor,
    suite,
    gate,
    maxIterations: 3,
    maxRetries: 0,
    ...some,
    journal: some.journal ?? openJournal({ now: () => new Date(0) }),
  };
}

const patchesIn = ({ events }: Journal): EventOf<"patch">[] =>
  events.flatMap((event) => (event.type === "patch" ? [event] : []));
const checksIn = ({ events }: Journal): number => events.filter(({ type }) => type === "checked").length;

describe("the loop of check and repair", () => {
  it("is over at once when nothing is wrong", async () => {
    const asked = request({ draft: draftOf(GOOD) });
    expect(await heal(asked)).toMatchObject({
      stop: "clean",
      patches: [],
      checks: 1,
      findings: [],
      draft: asked.draft,
    });
    expect(checksIn(asked.journal)).toBe(1);
  });

  it("heals by rule what the gate accepts, checks again, and the journal tells each step with its diff", async () => {
    const asked = request({});
    const result = await heal(asked);
    expect(result).toMatchObject({ stop: "clean", checks: 2, findings: [] });
    expect(contentOf(result.draft)).toContain("assert running_vm.is_stopped");
    expect(asked.journal.events.map(({ type }) => type)).toEqual(["checked", "patch", "checked"]);
    expect(patchesIn(asked.journal)[0]).toMatchObject({
      plan: "stps/it.md",
      phase: "run",
      iteration: 1,
      by: "rule:test",
      accepted: true,
      reasons: [],
      diff: expect.stringContaining("-    assert running_vm.is_stoped\n+    assert running_vm.is_stopped\n"),
    });
  });

  it.each(["product-bug", "infra"] as const)(
    "never edits for a %s, whoever has an answer",
    async (verdict) => {
      const asked = request({
        check: async () => [finding(verdict)],
        author: author(async ({ draft }) => ({ files: draft.files, summary: "anything", by: "scripted" })),
        maxRetries: 2,
      });
      const result = await heal(asked);
      expect(result).toMatchObject({ stop: "reported", draft: asked.draft, patches: [], checks: 1 });
      expect(patchesIn(asked.journal)).toEqual([]);
    },
  );

  it("heals what may be healed beside what must be reported", async () => {
    const asked = request({
      check: async (draft) => [
        finding("product-bug", "the product is wrong"),
        ...(contentOf(draft).includes("is_stoped") ? [finding("heal")] : []),
      ],
    });
    const result = await heal(asked);
    expect(result).toMatchObject({ stop: "reported", findings: [{ message: "the product is wrong" }] });
    expect(contentOf(result.draft)).toContain("is_stopped");
  });

  it("asks the author only when no rule has an accepted answer", async () => {
    const answer: Author["revise"] = async ({ draft }) => ({
      files: [{ path: FILE, content: contentOf(draft).replace("is_stoped", "is_stopped") }],
      summary: "spelt right",
      by: "scripted",
    });
    const byRule = await heal(request({ author: author(answer) }));
    expect(byRule.patches.map(({ by }) => by)).toEqual(["rule:test"]);
    const byAuthor = await heal(request({ repairs: [() => null], author: author(answer) }));
    expect(byAuthor.patches.map(({ by }) => by)).toEqual(["scripted"]);
    const weakening = request({
      repairs: [replace("assert running_vm.is_stoped", "pass")],
      author: author(answer),
    });
    expect(await heal(weakening)).toMatchObject({ stop: "clean" });
    expect(patchesIn(weakening.journal).map(({ by, accepted }) => [by, accepted])).toEqual([
      ["rule:test", false],
      ["scripted", true],
    ]);
  });

  it("tells the author what was tried and what is wrong", async () => {
    const told: unknown[] = [];
    await heal(
      request({
        draft: draftOf("assert running_vm.is_stoped", "assert running_vm.exsts"),
        check: async (draft) =>
          ["is_stoped", "exsts"]
            .filter((word) => contentOf(draft).includes(word))
            .map((word) => finding("heal", word)),
        author: author(async ({ findings, tried }) => {
          told.push({ findings: findings.map(({ message }) => message), tried });
          return null;
        }),
      }),
    );
    expect(told).toEqual([{ findings: ["exsts"], tried: ["is_stoped → is_stopped"] }]);
  });
});

describe("the end of the loop", () => {
  it("refused: an edit that weakens the test is not made, and not offered a second time", async () => {
    const asked = request({
      check: async () => [finding("heal"), finding("retry", "busy")],
      repairs: [replace("assert running_vm.is_stoped", "pass")],
      maxRetries: 2,
    });
    const result = await heal(asked);
    expect(result).toMatchObject({ stop: "refused", draft: asked.draft, patches: [], checks: 3, retries: 2 });
    expect(patchesIn(asked.journal)).toMatchObject([
      {
        accepted: false,
        reasons: expect.arrayContaining([expect.objectContaining({ rule: "assertion-removed", line: 3 })]),
      },
    ]);
  });

  it("unanswered: nobody knows an edit", async () => {
    expect(await heal(request({ repairs: [() => null] }))).toMatchObject({ stop: "unanswered", checks: 1 });
    const nothing: Repair = (draft) => ({ files: draft.files, summary: "changes nothing", by: "rule:test" });
    const asked = request({ repairs: [nothing] });
    expect(await heal(asked)).toMatchObject({ stop: "unanswered" });
    expect(patchesIn(asked.journal)).toEqual([]);
  });

  it("stuck: the same findings on the same code again", async () => {
    const result = await heal(
      request({
        check: async () => [finding("heal")],
        gate: () => ({ accepted: true, reasons: [] }),
        repairs: [replace("is_stoped", "is_halted", "there"), replace("is_halted", "is_stoped", "and back")],
        maxIterations: 9,
      }),
    );
    expect(result).toMatchObject({ stop: "stuck", checks: 3 });
    expect(result.patches.map(({ summary }) => summary)).toEqual(["there", "and back"]);
  });

  it("exhausted: no more edits than allowed", async () => {
    let number = 0;
    const endless: Repair = (draft) => {
      number += 1;
      return {
        files: [{ path: FILE, content: `${contentOf(draft)}# ${number}\n` }],
        summary: `edit ${number}`,
        by: "rule:test",
      };
    };
    const result = await heal(
      request({
        check: async () => [finding("heal")],
        repairs: [endless],
        gate: () => ({ accepted: true, reasons: [] }),
        maxIterations: 2,
      }),
    );
    expect(result).toMatchObject({ stop: "exhausted", checks: 3 });
    expect(result.patches).toHaveLength(2);
    expect(await heal(request({ maxIterations: 0 }))).toMatchObject({ stop: "exhausted", patches: [] });
  });

  it.each([
    ["until it passes", 1, 2, "clean", 2, 1],
    ["no more often than allowed", 9, 2, "reported", 3, 2],
    ["not at all without a budget", 9, 0, "reported", 1, 0],
  ] as const)("retries the same code %s", async (_, failures, maxRetries, stop, checks, retries) => {
    const asked = request({
      check: async (_draft, iteration) =>
        iteration > failures ? [] : [finding("retry", "etcd leader changed")],
      maxRetries,
    });
    expect(await heal(asked)).toMatchObject({ stop, checks, retries, draft: asked.draft });
    expect(checksIn(asked.journal)).toBe(checks);
  });

  it("spends no edit on a retry and no retry on an edit", async () => {
    const result = await heal(
      request({
        check: async (draft, iteration) =>
          contentOf(draft).includes("is_stoped")
            ? [finding("heal"), finding("retry", "busy")]
            : iteration < 4
              ? [finding("retry", "busy")]
              : [],
        maxRetries: 2,
      }),
    );
    expect(result).toMatchObject({ stop: "clean", retries: 2, checks: 4 });
    expect(result.patches).toHaveLength(1);
  });
});

describe("a patch", () => {
  const draft: Draft = {
    files: [
      { path: "a.py", content: "a = 1\n" },
      { path: "b.py", content: "b = 1\n" },
    ],
    trace: [],
  };
  const patch: Patch = {
    files: [
      { path: "b.py", content: "b = 2\n" },
      { path: "c.py", content: "c = 3\n" },
    ],
    summary: "",
    by: "",
  };

  it("replaces whole files, adds new ones and leaves the rest", () => {
    expect(applyPatch(draft, patch).files).toEqual([draft.files[0], ...patch.files]);
    expect(draft.files[1]?.content).toBe("b = 1\n");
  });

  it("is shown as a unified diff", () => {
    expect(diffOf(draft, patch)).toBe(
      "--- a/b.py\n+++ b/b.py\n@@ -1,1 +1,1 @@\n-b = 1\n+b = 2\n--- a/c.py\n+++ b/c.py\n@@ -0,0 +1,1 @@\n+c = 3\n",
    );
  });
});
