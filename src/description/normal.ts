import type { DescribedGroup, DescribedTest, PlanReference, TestDescription } from "./model.ts";

/** What a reviewer cannot see: zero-width, bidirectional and tag characters, variation selectors. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** What marks a test or names the plan in a docstring; a summary cannot begin with it. */
const LEADING_LABEL = /^(?:\[negative\]|(?:STP|Jira|RFE)(?: (?:reference|link))?:(?=\s|$))\s*/i;

/** One line of visible text: invisible characters gone, white space and control characters as single spaces. */
export function normalText(text: string): string {
  return text
    .toWellFormed()
    .replace(INVISIBLE, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** A summary or title as `normalText`, without `[NEGATIVE]` or `STP:` at its start: the model says those elsewhere. */
export function normalSummary(text: string): string {
  let summary = normalText(text);
  for (let label = LEADING_LABEL.exec(summary); label; label = LEADING_LABEL.exec(summary)) {
    summary = summary.slice(label[0].length);
  }
  return summary;
}

/**
 * The form that both written forms keep without loss, and that reading them gives: every text on one visible line,
 * empty lines of lists and empty optional lists left out.
 */
export function normalDescription(description: TestDescription): TestDescription {
  return {
    plan: normalPlan(description.plan),
    title: normalSummary(description.title),
    ...optionalLines("preconditions", description.preconditions),
    ...optionalLines("markers", description.markers),
    groups: description.groups.map(normalGroup),
    uncovered: description.uncovered.map(({ scenario, text, reason }) => ({
      scenario: normalText(scenario),
      text: normalText(text),
      reason: normalText(reason),
    })),
  };
}

function normalPlan({ path, digest, url }: PlanReference): PlanReference {
  const plan = { path: singleLine(path), digest: singleLine(digest) };
  const link = singleLine(url ?? "");
  return link === "" || link === plan.path ? plan : { ...plan, url: link };
}

/** Paths and addresses keep every character but line breaks and other controls. */
function singleLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
}

export function normalGroup(group: DescribedGroup): DescribedGroup {
  return {
    name: group.name,
    summary: normalSummary(group.summary),
    preconditions: normalLines(group.preconditions),
    markers: normalLines(group.markers),
    ...optionalLines("parametrize", group.parametrize),
    tests: group.tests.map(normalTest),
  };
}

export function normalTest(test: DescribedTest): DescribedTest {
  const polarion = normalText(test.polarion ?? "");
  return {
    name: test.name,
    scenario: normalText(test.scenario),
    summary: normalSummary(test.summary),
    negative: test.negative,
    preconditions: normalLines(test.preconditions),
    steps: normalLines(test.steps),
    expected: normalLines(test.expected),
    markers: normalLines(test.markers),
    ...optionalLines("parametrize", test.parametrize),
    ...(polarion === "" ? {} : { polarion }),
  };
}

export function normalLines(lines: readonly string[]): string[] {
  return lines.map(normalText).filter((line) => line !== "");
}

/** `{ [name]: lines }` in normal form, or nothing at all when no line is left. */
export function optionalLines<Name extends string>(
  name: Name,
  lines: readonly string[] | undefined,
): { [key in Name]?: readonly string[] } {
  const kept = normalLines(lines ?? []);
  const field: { [key in Name]?: readonly string[] } = {};
  if (kept.length > 0) field[name] = kept;
  return field;
}
