import { notGenerableReason } from "./generable.ts";
import { isExampleId, isPlaceholder } from "./ids.ts";
import type { PlanWarning, Scenario } from "./model.ts";
import { negativeWords } from "./negative.ts";
import type { ScenarioDraft } from "./readers/draft.ts";
import { meaningKey } from "./words.ts";

export interface ScenarioResult {
  readonly scenarios: readonly Scenario[];
  readonly warnings: readonly PlanWarning[];
}

/**
 * Applies the rules to what the readers found. Ids: a scenario's own number where the plan gives one (`TS-04`),
 * else requirement and ordinal within it (`CNV-72238-2`), else `SC-<n>`. Template examples are left out.
 */
export function toScenarios(drafts: readonly ScenarioDraft[], titleIsPlaceholder: boolean): ScenarioResult {
  const warnings: PlanWarning[] = [];
  for (const { line } of drafts.filter(({ struck }) => struck))
    warnings.push({ line, message: "the scenario is struck out: it is not read" });
  const written = drafts.filter(({ text, story, struck }) => !struck && (text !== "" || story !== ""));
  const examples = templateExamples(written, titleIsPlaceholder);
  const [example] = examples;
  if (example !== undefined) {
    const message = `${examples.size} of the template's own examples left in the plan are not scenarios`;
    warnings.push({ line: example.line, message });
  }
  const own = written.filter((draft) => !examples.has(draft)).map(unplaced);
  for (const { line } of written.filter((draft) => !examples.has(draft) && isPlaceholder(draft.text))) {
    const message = "the scenario's text is a placeholder: its summary is read instead";
    warnings.push({ line, message });
  }
  const nextId = idSource();
  const scenarios = own.map((draft) => toScenario(draft, nextId(draft)));
  for (const draft of own) {
    const { placeholder } = draft.ids;
    if (placeholder === null || draft.ids.requirements.length > 0) continue;
    const message = `the requirement id is a placeholder (${placeholder}): the scenario traces to nothing`;
    warnings.push({ line: draft.line, message });
  }
  return { scenarios, warnings: [...warnings, ...missingTiers(scenarios), ...duplicates(scenarios)] };
}

/** A tag, a test type or a heading marks a scenario; a longer note talks about something. */
const LONGEST_MARK = 60;

function toScenario(draft: ScenarioDraft, id: string): Scenario {
  const text = (draft.text || draft.story).replace(/^(?:test )?scenario\s*#?\d+\s*(?::|—|–|-+\s)\s*/i, "");
  const [tier = null, ...otherTiers] = draft.tiers;
  const marks = draft.notes.filter((note) => note.length <= LONGEST_MARK && !/\bpositive\b/i.test(note));
  const marked = /\bnegative\b/i.exec(marks.join("\n"))?.[0];
  const negativeReason =
    marked ?? [text, ...draft.expected].map(negativeWords).find((words) => words !== null) ?? null;
  const notGenerable = notGenerableReason(draft, text);
  return {
    id,
    requirement: draft.ids.requirements[0] ?? null,
    requirements: draft.ids.requirements,
    story: draft.story,
    text,
    tier: otherTiers.length > 0 ? draft.tiers : tier,
    priority: draft.priority,
    negative: negativeReason !== null,
    negativeReason,
    line: draft.line,
    generable: notGenerable === null,
    notGenerable,
    preconditions: draft.preconditions,
    steps: draft.steps,
    expected: draft.expected,
  };
}

/**
 * The template's rows say `[Jira-123]`, `As a user...` and `feature X`. An author who has written a scenario and left
 * its id or story for later has a row of their own; beside untouched rows the story has to be written too.
 */
function templateExamples(drafts: readonly ScenarioDraft[], titleIsPlaceholder: boolean): Set<ScenarioDraft> {
  const blank = ({ ids, story, text }: ScenarioDraft): boolean =>
    isPlaceholder(text) && (ids.requirements.length === 0 || !isWritten(story));
  const lettered = drafts.filter(({ ids }) => isExampleId(ids.placeholder ?? ""));
  const untouched = lettered.some(({ text }) => TEMPLATE_TEXT.test(text));
  const example = ({ story, text }: ScenarioDraft): boolean =>
    titleIsPlaceholder || TEMPLATE_TEXT.test(text) || (untouched && !isWritten(story));
  return new Set([...drafts.filter(blank), ...lettered.filter(example)]);
}

const TEMPLATE_TEXT = /\bfeature X\b|\bversion X\b|^verify non-admin user cannot delete a vm$/i;

const isWritten = (story: string): boolean =>
  story !== "" && !isPlaceholder(story) && !/(?:\.\.\.|…)$/.test(story);

/** What an author still has to write is told by its summary. */
const unplaced = (draft: ScenarioDraft): ScenarioDraft =>
  isPlaceholder(draft.text) ? { ...draft, text: draft.story } : draft;

function idSource(): (draft: ScenarioDraft) => string {
  const used = new Set<string>();
  const ordinals = new Map<string, number>();
  return ({ ids }) => {
    let id = ids.own;
    while (id === null || used.has(id)) {
      const stem = ids.own ?? ids.requirements[0] ?? "SC";
      const ordinal = (ordinals.get(stem) ?? 0) + 1;
      ordinals.set(stem, ordinal);
      id = `${stem}-${ordinal}`;
    }
    used.add(id);
    return id;
  };
}

function missingTiers(scenarios: readonly Scenario[]): PlanWarning[] {
  const missing = scenarios.filter((scenario) => scenario.tier === null);
  const [first] = missing;
  if (first !== undefined && missing.length === scenarios.length && missing.length > 1) {
    return [{ line: first.line, message: `none of the ${missing.length} scenarios names a tier` }];
  }
  return missing.map(({ id, line }) => ({ line, message: `${id} names no tier` }));
}

function duplicates(scenarios: readonly Scenario[]): PlanWarning[] {
  const seen = new Map<string, Scenario>();
  return scenarios.flatMap((scenario) => {
    const key = meaningKey(scenario.text);
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, scenario);
      return [];
    }
    const message = `${scenario.id} has the same text as ${earlier.id} in line ${earlier.line}; both are kept`;
    return [{ line: scenario.line, message }];
  });
}
