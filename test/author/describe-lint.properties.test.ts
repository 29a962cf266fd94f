import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { saysNothing } from "../../src/author/offline/describe/empty.ts";
import { describePlan } from "../../src/author/offline/describe.ts";
import { docstringDescription } from "../../src/description/docstring.ts";
import { lintDescription } from "../../src/description/lint.ts";
import { markdownDescription } from "../../src/description/markdown.ts";
import { normalDescription } from "../../src/description/normal.ts";
import { readDocstringFile } from "../../src/description/read-docstring.ts";
import { readMarkdownFile } from "../../src/description/read-markdown.ts";
import { negativeWords } from "../../src/plan/negative.ts";
import { loadPython, type PythonParser } from "../../src/python/parser.ts";
import { planOf, scenarioOf } from "./support.ts";

/** No single text may take longer than this; the runner stops and fails there. */
const NO_HANG = { interruptAfterTimeLimit: 30_000, markInterruptAsFailure: true };
const DIGEST = "ab".repeat(32);

/** What sentences of plans are made of, so that each rule meets the others in places nobody thought of. */
const PIECES = [
  ..."verify,that,validate,confirm,ensure,check,the,a,an,two,all,no,only,both,it,its,VM,VMs,virtual machine,running VM".split(
    ",",
  ),
  ..."disk,volume,alert,namespace,guest,user,unprivileged user,policy,quota,node,snapshot,restore,import,upload".split(
    ",",
  ),
  ..."is,are,was,remains,stays,still,no longer,cannot,can,can be,must not,should,will,should be,does not,has,have".split(
    ",",
  ),
  ..."started,stopped,paused,migrated,live migrates,boots,fails,rejected,refused,denied,blocked,retained,created".split(
    ",",
  ),
  ..."creating,deleting,resetting,live migration of,creation of,boot from,upgrade,connectivity between,behavior for invalid".split(
    ",",
  ),
  ..."after,when,while,once,if,during,because,without,with,and,but,or,then,to,from,on,over,which,that,until".split(
    ",",
  ),
  ..."correctly,properly,as expected,as intended,fixture,VM-A,VM 2,first VM,some_name,UPPER_NAME,call(x=1),self.vm,a == b".split(
    ",",
  ),
  ...[
    ",",
    ".",
    ";",
    ":",
    '"Running"',
    '"a b',
    "(e.g. one)",
    "(receives Forbidden error)",
    "e.g.",
    "->",
    "42",
    "[NEGATIVE]",
  ],
  ..."Given,Verify,Confirm,Run,Deploy,Stop the VM,Given a quota,As a user,I want,so that".split(","),
];
const piece = fc.constantFrom(...PIECES);
const salad = fc.array(piece, { minLength: 1, maxLength: 18 }).map((pieces) => pieces.join(" "));
const text = fc.oneof(
  { weight: 4, arbitrary: salad },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 120 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 120 }) },
);
const lines = fc.oneof(fc.constant([]), fc.array(text, { maxLength: 3 }));

/** A scenario as the plan's reader gives it: negative when its words say so, or when its heading did. */
const scenario = fc
  .record({
    text,
    story: fc.oneof(fc.constant(""), text),
    steps: lines,
    expected: lines,
    preconditions: lines,
    heading: fc.boolean(),
  })
  .map(({ heading, ...some }) => {
    const words = [some.text, ...some.expected].map(negativeWords).find((found) => found !== null) ?? null;
    const reason = words ?? (heading && some.text.length % 5 === 0 ? "Negative" : null);
    return scenarioOf({ ...some, negative: reason !== null, negativeReason: reason });
  });

let python: PythonParser;
beforeAll(async () => {
  python = await loadPython();
});

describe("the description of any scenario", () => {
  it("has no finding of the lint, one outcome a test, and covers the scenario", () => {
    fc.assert(
      fc.property(fc.array(scenario, { minLength: 1, maxLength: 3 }), (some) => {
        const scenarios = some.map((one, index) => ({ ...one, id: `VIRT-${index}` }));
        const description = describePlan({ ...planOf([]), scenarios }, DIGEST);
        expect(lintDescription(description)).toEqual([]);
        const tests = description.groups.flatMap((group) => group.tests);
        const silent = description.uncovered.map((one) => one.scenario);
        expect([...new Set(tests.map((test) => test.scenario)), ...silent].sort()).toEqual(
          scenarios.map(({ id }) => id),
        );
        // Only what has no words of its own has no test, and then a reason.
        expect(scenarios.filter((one) => saysNothing(one) === null && silent.includes(one.id))).toEqual([]);
        expect(description.uncovered.filter(({ reason }) => reason === "")).toEqual([]);
        expect(tests.filter(({ expected, steps }) => expected.length !== 1 || steps.length === 0)).toEqual(
          [],
        );
        const refused = new Set(tests.filter(({ negative }) => negative).map((test) => test.scenario));
        expect(
          scenarios.filter(({ id, negative }) => negative && !refused.has(id) && !silent.includes(id)),
        ).toEqual([]);
      }),
      { ...NO_HANG, numRuns: 600 },
    );
  });

  it("is read back the same from both written forms", () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const description = describePlan({ ...planOf([]), scenarios: [one] }, DIGEST);
        const read = readMarkdownFile(markdownDescription(description), "std.md").description;
        expect(read).toEqual(normalDescription(description));
        const module = docstringDescription(read);
        expect(readDocstringFile(python, module, "test_std.py").description).toEqual(read);
      }),
      { ...NO_HANG, numRuns: 150 },
    );
  });

  it("is made in reasonable time of 100 kB of the same words", () => {
    const repeated = fc
      .tuple(piece, piece)
      .map((two) => `${two.join(" ")} `.repeat(100_000 / (two.join(" ").length + 1)));
    fc.assert(
      fc.property(repeated, (long) => {
        const one = scenarioOf({ text: long, steps: [long], expected: [long], preconditions: [long] });
        const description = describePlan(
          { ...planOf([]), scenarios: [one, scenarioOf({ text: long, id: "VIRT-2" })] },
          DIGEST,
        );
        expect(lintDescription(description)).toEqual([]);
      }),
      { ...NO_HANG, numRuns: 40 },
    );
  });
});
