import { fitsNegative } from "../../../description/wording.ts";
import { uncapital } from "../words.ts";
import { saysRefused } from "./refusals.ts";
import type { Told } from "./told.ts";

const ERROR = /\b(?:errors?|rejection|forbidden|4\d\d)\b/i;

/** A negative scenario has a refusal among its outcomes, or the plan never says which. */
export function withRefusal(tests: readonly Told[], note: (text: string) => void): Told[] {
  const told = tests.map((test): Told => {
    if (test.negative) return test;
    const refused =
      saysRefused(test.expected) || (ERROR.test(test.expected) && !/\b(?:no|without)\b/i.test(test.expected));
    return refused ? { ...test, negative: true, steps: attempted(test.steps) } : test;
  });
  if (told.some(({ negative }) => negative)) return told;
  const fitting = told.findIndex(({ expected }) => fitsNegative(expected));
  if (fitting >= 0)
    return told.map((test, index) => (index === fitting ? { ...test, negative: true } : test));
  note("is negative, and does not say what is refused: what is expected is that the request is");
  const [first, ...others] = told;
  if (first === undefined) return told;
  const steps = attempted(first.steps);
  const about = `the request to ${uncapital(steps.at(-1) ?? "").replace(/^attempt (?:to )?/, "")} is refused`;
  return [{ ...first, steps, expected: "Request is refused", about, negative: true }, ...others];
}

const bareStep = (step: string): string => step.replace(/^Attempt to /i, "").toLowerCase();

/** What holds after a refusal is shown by the same refused request: that test survives it only as a negative one. */
export function sparing(tests: readonly Told[]): Told[] {
  const refused = tests.filter(({ negative }) => negative).map(({ steps }) => bareStep(steps.at(-1) ?? ""));
  return tests.map((test): Told => {
    const step = test.steps.at(-1) ?? "";
    if (test.negative || !(refused.includes(bareStep(step)) || /^Attempt /.test(step))) return test;
    const about = /\b(?:refus|reject|den[iy])/i.test(test.about)
      ? test.about
      : `${test.about} after the refused request`;
    return { ...test, steps: attempted(test.steps), about, negative: true };
  });
}

function attempted(steps: readonly string[]): string[] {
  const last = steps.at(-1) ?? "";
  if (/^(?:Attempt|Let)\b/.test(last)) return [...steps];
  return [
    ...steps.slice(0, -1),
    `Attempt to ${uncapital(last.replace(/^(?:Inspect|Validate|Look for) /, "use "))}`,
  ];
}
