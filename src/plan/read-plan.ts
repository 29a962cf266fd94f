import { createHash } from "node:crypto";
import { inputError } from "../errors.ts";
import { guard } from "./guard.ts";
import { isPlaceholder } from "./ids.ts";
import { linksOf, parseMarkdown } from "./markdown.ts";
import { mergeForms } from "./merge.ts";
import { overviewOf, recordOf, titleOf } from "./metadata.ts";
import type { PlanWarning, TestPlan } from "./model.ts";
import { describeStripped, sanitize } from "./sanitize.ts";
import { toScenarios } from "./scenario.ts";
import { readLabelled, readScenarios } from "./scenarios.ts";
import { outline, type Section, scenarioSections } from "./sections.ts";
import { statementsOf } from "./statements.ts";
import { unreadWarnings } from "./unread.ts";

/*
 * How a plan is read, and what was decided where real plans leave it open:
 *
 * - Sections are found by the words of their heading. Without one for scenarios, only what is labelled as a
 *   scenario counts, in the whole file.
 * - Ids: a scenario's own number where the plan gives one (`TS-04`), else `<requirement>-<ordinal>`, else `SC-<n>`.
 *   `[TBD]` and the like are no id and earn a warning.
 * - A blank id cell inherits the id above it; a row whose summary is blank too inherits tier and priority as well.
 * - A cell that lists several tests is several scenarios: lines that each say what to verify. Numbered lines that
 *   only together do are the steps of one. A "Scenario ID" is the scenario's own number, unless it repeats.
 * - A row without scenario text says it in its summary, or in its steps and results where that is a user story. A row
 *   that is only an id and a summary heads the rows below.
 * - Table and blocks for the same scenarios: the longer list is the list, the blocks where both are as long; the
 *   other fills in what is missing. They are the same when they stand under a "mapping" heading or when at least
 *   half of the shorter form is found in the longer; otherwise all of both are scenarios.
 * - A user story is a scenario only where nothing below it is. `Test`, `What to test`, `Verification` and the like
 *   hold its scenario there; below a scenario, a verification is what it expects.
 * - A paragraph is a scenario when it starts like a test and has an id, a tier or a priority, or is numbered.
 * - A row that repeats a scenario of another list or table adds facts to it; where id, tier or priority differ, and
 *   within one table, both are scenarios. A matrix's `Scenario 2` is the second where scenarios have no numbers.
 * - Keys below `Test Case ID` are traced to as well, unless they count up from one: then the plan made them.
 * - Two tiers are a list; a tier or priority after several scenarios counts for each that has none; a heading's
 *   tier is inherited, a heading over two tiers gives none. `High` or `Critical` is no priority.
 * - No test is generated for Tier 1 alone (covered upstream) unless the plan says `Downstream required: yes`, for
 *   "all existing scenarios", manual tests, what is out of scope or deferred, and rows that only say "see below".
 * - Struck out text, HTML, comments and code blocks are not read; where a scenario is lost by it, a warning says
 *   so. Gherkin is read, in a code block too. The template's own examples are no scenarios. An author's `TBD` is one: its summary is read instead.
 * - `Given`, `When` and `Then` are preconditions, steps and expected results. A description that verifies something
 *   wins over a bare title.
 * - A row that only points to a title (`See Acceptance 1 details below`) makes what stands below that title one
 *   scenario and gives it its tier and priority.
 * - Regression goals are no goals: they ask for existing tests.
 * - Beyond the limits in `guard.ts` a plan is read in part, and a warning says from which line on.
 */

/** Bytes. Real plans are below 50 kB. */
export const MAX_PLAN_BYTES = 10 * 1024 * 1024;

export interface PlanInput {
  /** Repository-relative path, `/` separated. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** @throws TestgenError (input) when the file is too large, binary, not UTF-8 or blank. */
export function readPlan({ path, bytes }: PlanInput): TestPlan {
  const { text, stripped, unclosedCommentLine } = sanitize(decode(path, bytes));
  const guarded = guard(text);
  const { root, warnings: parserWarnings } = parseMarkdown(guarded.lines);
  const sections = outline(root);
  const title = titleOf(sections, path);
  const found = scenarioSections(sections);
  const searched = found.length > 0 ? found.flat() : sections;
  const merged = mergeForms(found.length > 0 ? found.flatMap(readScenarios) : readLabelled(sections));
  const { scenarios, warnings } = toScenarios(merged.drafts, isPlaceholder(title));

  const notes: PlanWarning[] = [];
  const note = describeStripped(stripped);
  if (note !== null) notes.push({ line: 0, message: note });
  if (unclosedCommentLine !== null) {
    notes.push({
      line: unclosedCommentLine,
      message: "an HTML comment is never closed: nothing after it is read",
    });
  }
  const [opening] = found.flat();
  if (opening === undefined) {
    notes.push({ line: 0, message: noSectionMessage(scenarios.length) });
  } else if (scenarios.length === 0) {
    notes.push({
      line: opening.line,
      message: "the section lists no scenarios: there is nothing to describe",
    });
  }
  const all = [
    ...notes,
    ...guarded.warnings,
    ...parserWarnings,
    ...unreadWarnings(root.children, new Set(searched.flatMap(({ nodes }) => nodes)), guarded.lines),
    ...merged.warnings,
    ...warnings,
  ];

  return {
    path,
    digest: createHash("sha256").update(bytes).digest("hex"),
    title,
    metadata: recordOf(sections, "metadata"),
    overview: overviewOf(sections),
    requirements: [...new Set(scenarios.flatMap((scenario) => scenario.requirements))],
    goals: goalsOf(sections),
    limitations: statementsOf(sections, "limitations"),
    outOfScope: statementsOf(sections, "outOfScope"),
    environment: recordOf(sections, "environment"),
    entryCriteria: statementsOf(sections, "entryCriteria"),
    scenarios,
    links: linksOf(root),
    warnings: all.sort((a, b) => a.line - b.line),
  };
}

function goalsOf(sections: readonly Section[]): TestPlan["goals"] {
  const goals = statementsOf(sections, "goals");
  return goals.length > 0 ? goals : statementsOf(sections, "scope");
}

const noSectionMessage = (count: number): string =>
  count === 0
    ? "no heading names test scenarios, and nothing in the plan is labelled as one"
    : "no heading names test scenarios; what is labelled as a scenario was read from the whole plan";

function decode(path: string, bytes: Uint8Array): string {
  const refuse = (code: string, message: string, hint: string) =>
    inputError({ code: `plan.${code}`, message: `${path}: ${message}`, hint });
  if (bytes.byteLength > MAX_PLAN_BYTES) {
    const megabytes = (bytes.byteLength / 1024 / 1024).toFixed(1);
    throw refuse(
      "too-large",
      `the plan is ${megabytes} MB, more than ${MAX_PLAN_BYTES / 1024 / 1024} MB`,
      "Check that this is a test plan, or split it into one plan per feature.",
    );
  }
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16)
    throw refuse("not-utf8", "the plan is UTF-16, not UTF-8", "Save it as UTF-8 and commit it again.");
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    throw refuse("binary", `binary data, with a NUL at byte ${nul}`, "Give the Markdown source of the plan.");
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw inputError({
      code: "plan.not-utf8",
      message: `${path}: the plan is not valid UTF-8`,
      hint: "Save it as UTF-8 and commit it again; a download that was cut short looks the same.",
      cause,
    });
  }
  if (text.trim() === "") throw refuse("empty", "the plan is empty", "Write the plan, or remove the file.");
  return text;
}
