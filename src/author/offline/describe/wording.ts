import type { DescribedTest } from "../../../description/model.ts";
import { normalTest } from "../../../description/normal.ts";
import type { Section } from "../../../description/read.ts";
import { checkLine, checkTest, type Say } from "../../../description/rules.ts";
import { saysRefusal } from "../../../description/wording.ts";
import { asserted, plainLine, quotation, vagueWordIn, withoutModal } from "./assertable.ts";
import type { Told } from "./scenario.ts";
import { summaryOf } from "./summary.ts";

export interface WordedTest {
  readonly summary: string;
  readonly negative: boolean;
  readonly preconditions: readonly string[];
  readonly steps: readonly string[];
  readonly expected: readonly string[];
}

/** Words a test so that no rule of the community finds fault with it; what had to go or to be quoted is noted. */
export function worded(told: Told, note: (text: string) => void): WordedTest {
  const outcome = asserted(told.expected);
  for (const word of outcome.dropped)
    note(`${JSON.stringify(word)} does not say what must be seen, and is left out`);
  const vague = outcome.dropped.length === 0 ? vagueWordIn(outcome.text) : null;
  if (vague !== null) note(`${JSON.stringify(vague)} leaves open what must be seen`);
  const line = (text: string): string => plainLine(text).text;
  const expected = outcome.text;
  const test: WordedTest = {
    summary: summaryOf(line(withoutModal(told.about))),
    negative: told.negative || saysRefusal(expected),
    preconditions: told.given.map(line),
    steps: told.steps.map(line),
    expected: [expected],
  };
  return faultless(test, note);
}

/** The rules of the lint have the last word: a line that they do not accept stands as a quotation from the plan. */
function faultless(test: WordedTest, note: (text: string) => void): WordedTest {
  const faults = faultsOf(test);
  if (faults.size === 0) return test;
  note("has words that fit no line of a description: they stand as they are");
  const lines = (section: "preconditions" | "steps" | "expected", word: (line: string) => string) =>
    test[section].map((line, index) => (faults.has(`${section} ${index}`) ? word(line) : line));
  const next: WordedTest = {
    summary: faults.has("summary")
      ? `Test that the outcome matches the plan: ${quotation(test.summary)}.`
      : test.summary,
    negative: test.negative && !faults.has("negative"),
    preconditions: lines("preconditions", (line) => `Precondition ${quotation(line)}`),
    steps: lines("steps", (line) => `Carry out ${quotation(line)}`),
    expected: lines("expected", (line) =>
      test.negative ? "Request is refused" : `Outcome matches the plan: ${quotation(line)}`,
    ),
  };
  return next;
}

/** Where the lint finds fault: `expected 0`, `summary`. */
function faultsOf(test: WordedTest): Set<string> {
  const normal = normalTest({
    ...test,
    name: "test_it",
    scenario: "it",
    markers: [],
  } satisfies DescribedTest);
  const faults = new Set<string>();
  const say: Say = (rule, _, __, section, index) => {
    if (rule === "summary" || section === undefined) faults.add("summary");
    else faults.add(`${section} ${index ?? 0}`);
  };
  checkTest(normal, "", say);
  checkLine(normal.summary, "", undefined, 0, say);
  for (const section of ["preconditions", "steps", "expected"] satisfies Section[]) {
    normal[section].forEach((line, index) => {
      checkLine(line, "", section, index, say);
    });
  }
  return faults;
}
