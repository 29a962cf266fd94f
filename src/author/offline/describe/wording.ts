import type { DescribedTest } from "../../../description/model.ts";
import { normalTest } from "../../../description/normal.ts";
import type { Section } from "../../../description/read.ts";
import { checkLine, checkTest, type Say } from "../../../description/rules.ts";
import { fitsNegative, saysRefusal } from "../../../description/wording.ts";
import { asserted, plainLine, quotation, vagueWordIn, withoutModal } from "./assertable.ts";
import { aboutQuoted, quotedOutcome } from "./quoted.ts";
import { summaryOf } from "./summary.ts";
import type { Told } from "./told.ts";

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
  // A line of nothing but padding still is a line of the plan.
  const line = (text: string): string => plainLine(text).text || quotation(text);
  const expected = outcome.text === "" ? quotedOutcome(told.about) : outcome.text;
  const test = markedNegative(
    normalTest({
      ...NAMELESS,
      summary: summaryOf(line(withoutModal(told.about))),
      negative: told.negative || saysRefusal(expected),
      preconditions: told.given.map(line),
      steps: told.steps.map(line),
      expected: [expected],
    }),
  );
  return faultless(test, note);
}

/** A negative test says that it is one, where its outcome is no refusal: the plan's outcome is never changed for that. */
function markedNegative(test: DescribedTest): DescribedTest {
  if (!test.negative || fitsNegative([test.summary, ...test.expected].join(" "))) return test;
  return { ...test, summary: test.summary.replace(/\.$/, " in this negative scenario.") };
}

/** What the wording of a test does not depend on. */
const NAMELESS = { name: "test_it", scenario: "it", markers: [] };

/** The rules of the lint have the last word: a line that they do not accept stands as a quotation from the plan. */
function faultless(test: DescribedTest, note: (text: string) => void): WordedTest {
  const faults = faultsOf(test);
  const lines = (section: "preconditions" | "steps" | "expected", word: (line: string) => string) =>
    test[section].map((line, index) => (faults.has(`${section} ${index}`) ? word(line) : line));
  if (faults.size > 0) note("has words that fit no line of a description: they stand as they are");
  const about = test.summary.replace(/^Test that /, "");
  return markedNegative({
    ...test,
    summary:
      faults.has("summary") || faults.has("expected 0") ? `Test that ${aboutQuoted(about)}.` : test.summary,
    preconditions: lines("preconditions", (line) => `Precondition ${quotation(line)}`),
    steps: lines("steps", (line) => `Carry out ${quotation(line)}`),
    expected: lines("expected", (line) => quotedOutcome(line)),
  });
}

/** Where the lint finds fault: `expected 0`, `summary`. */
function faultsOf(test: DescribedTest): Set<string> {
  const faults = new Set<string>();
  const say: Say = (_, __, ___, section, index) => {
    faults.add(section === undefined ? "summary" : `${section} ${index ?? 0}`);
  };
  checkTest(test, "", say);
  checkLine(test.summary, "", undefined, 0, say);
  for (const section of ["preconditions", "steps", "expected"] satisfies Section[]) {
    test[section].forEach((line, index) => {
      checkLine(line, "", section, index, say);
    });
  }
  return faults;
}
