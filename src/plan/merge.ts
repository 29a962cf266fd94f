import { UMBRELLA } from "./generable.ts";
import { titleKey } from "./ids.ts";
import type { PlanWarning } from "./model.ts";
import type { ScenarioDraft } from "./readers/draft.ts";
import { bestPairs, meaningKey, topicOf } from "./words.ts";

export interface Merged {
  readonly drafts: readonly ScenarioDraft[];
  readonly warnings: readonly PlanWarning[];
}

type Pair = [ScenarioDraft, ScenarioDraft];

/** Texts less alike than this are not taken for the same scenario; less will do where the plan says that they are. */
const LEAST_LIKENESS = { mapped: 0.34, otherwise: 0.6 };

/**
 * One list out of scenarios that a plan writes twice. Older plans have a mapping table and detailed blocks, and
 * the two disagree: the form that lists more scenarios is the list (the blocks where both list as many), the
 * other fills in what it lacks. Two forms that have little in common are two lists and both are kept. Rows that
 * only point to scenarios (`TS-01, TS-02`) give them their requirement.
 */
export function mergeForms(drafts: readonly ScenarioDraft[]): Merged {
  const { drafts: resolved, warnings } = resolveReferences(drafts);
  const merged = mergeTwo(resolved);
  return { drafts: merged.drafts, warnings: [...warnings, ...merged.warnings] };
}

function mergeTwo(resolved: readonly ScenarioDraft[]): Merged {
  const { listed, detailed } = twoForms(resolved);
  if (listed.length === 0 || detailed.length === 0) return dropRepeats(resolved);
  const umbrellas = new Set(listed.filter((draft) => UMBRELLA.test(draft.text)));
  for (const draft of detailed) inheritFromUmbrella(draft, [...umbrellas]);
  const own = resolved.filter((draft) => !umbrellas.has(draft));
  const summary = listed.filter((draft) => !umbrellas.has(draft));
  const [base, other] = summary.length > detailed.length ? [summary, detailed] : [detailed, summary];
  const mapped = summary.some((draft) => draft.mapping);
  const pairs = pairUp(base, other, mapped ? LEAST_LIKENESS.mapped : LEAST_LIKENESS.otherwise);
  if (!mapped && pairs.length * 2 < other.length) return dropRepeats(own);
  if (mapped && base.length === other.length) pairs.push(...pairInOrder(base, other, pairs));
  for (const [draft, twin] of pairs) fillIn(draft, twin);
  inheritOnlyRequirement(summary, detailed);
  // Under a mapping heading every row is one of the blocks or every block one of the rows; elsewhere, and for
  // bullets, only a found twin is.
  const whole = mapped && detailed.some(({ form }) => form === "block");
  const told = new Set(
    whole
      ? other.filter((draft) => base.some((one) => mayBeSame(one, draft)))
      : pairs.map(([, twin]) => twin),
  );
  const kept = dropRepeats(own.filter((draft) => !told.has(draft)));
  return {
    drafts: kept.drafts,
    warnings: [...disagreements(base, other, pairs, told), ...(mapped ? [] : twins(pairs)), ...kept.warnings],
  };
}

/** The short form and the long form of the same scenarios, where a plan has both. */
function twoForms(drafts: readonly ScenarioDraft[]): { listed: ScenarioDraft[]; detailed: ScenarioDraft[] } {
  const spelled = ({ steps, expected }: ScenarioDraft): boolean => steps.length > 0 || expected.length > 0;
  const blocks = drafts.filter((draft) => draft.form === "block");
  const rows = drafts.filter((draft) => draft.form === "row" && !spelled(draft));
  const bullets = drafts.filter((draft) => draft.form === "bullet");
  return {
    listed: rows.length > 0 ? rows : bullets.filter((draft) => !spelled(draft)),
    detailed:
      blocks.length > 0 || rows.length === 0
        ? blocks
        : bullets.filter((draft) => spelled(draft) || rows.some(({ mapping }) => mapping)),
  };
}

function resolveReferences(drafts: readonly ScenarioDraft[]): Merged {
  const warnings: PlanWarning[] = [];
  const known = new Map<number | string, ScenarioDraft>();
  const told = drafts.filter(({ references }) => references.length === 0);
  for (const draft of drafts) {
    const number = numberOf(draft);
    if (number !== null && draft.references.length === 0) known.set(number, draft);
    if (draft.form === "block")
      for (const title of [draft.text, draft.story]) known.set(titleKey(title), draft);
  }
  // Where no scenario has a number, `Scenario 2` is the second.
  if (told.every((draft) => numberOf(draft) === null))
    for (const [index, draft] of told.entries()) known.set(index + 1, draft);
  const kept = drafts.filter((draft) => {
    const targets = draft.references.flatMap((reference) => known.get(reference) ?? []);
    for (const target of targets) fillIn(target, { ...draft, text: "", ids: { ...draft.ids, own: null } });
    const empty = draft.references.length > 0 && draft.story === "" && draft.tiers.length === 0;
    if (targets.length > 0 || !empty || told.length === 0) return targets.length === 0;
    warnings.push({
      line: draft.line,
      message: `"${draft.text}" points to a scenario that the plan does not have`,
    });
    return false;
  });
  return { drafts: kept, warnings };
}

function numberOf(draft: ScenarioDraft): number | null {
  const digits = draft.number ?? draft.ids.own?.match(/\d+$/)?.[0] ?? null;
  return digits === null || !/^\d+$/.test(digits) ? null : Number(digits);
}

function pairUp(base: readonly ScenarioDraft[], other: readonly ScenarioDraft[], least: number): Pair[] {
  const pairs: Pair[] = [];
  const free = { base: new Set(base), other: new Set(other) };
  const join = (a: ScenarioDraft, b: ScenarioDraft): void => {
    pairs.push([a, b]);
    free.base.delete(a);
    free.other.delete(b);
  };
  const numbered = new Map([...other].map((draft) => [numberOf(draft) ?? numberIn(draft.text), draft]));
  for (const draft of base) {
    const number = numberOf(draft) ?? numberIn(draft.text);
    const twin = number === null ? undefined : numbered.get(number);
    if (twin !== undefined && free.other.has(twin) && mayBeSame(draft, twin)) join(draft, twin);
  }
  // A block's title often repeats the summary of its row, and not the row's scenario.
  for (const say of [({ text }: ScenarioDraft) => text, titleOf]) {
    const words = (draft: ScenarioDraft): Set<string> => topicOf(say(draft));
    for (const [a, b] of bestPairs([...free.base], [...free.other], words, least, mayBeSame)) join(a, b);
  }
  return pairs;
}

/** What traces to different requirements is never the same scenario. */
function mayBeSame(a: ScenarioDraft, b: ScenarioDraft): boolean {
  const [one, other] = [a.ids.requirements, b.ids.requirements];
  return one.length === 0 || other.length === 0 || one.some((id) => other.includes(id));
}

const titleOf = ({ form, story, text }: ScenarioDraft): string =>
  form === "row" && story !== "" ? story : text;

/** Under a mapping heading both forms tell the same scenarios, so what is left over pairs in order. */
function pairInOrder(
  base: readonly ScenarioDraft[],
  other: readonly ScenarioDraft[],
  pairs: readonly Pair[],
): Pair[] {
  const paired = new Set(pairs.flat());
  const left = other.filter((draft) => !paired.has(draft));
  return base
    .filter((draft) => !paired.has(draft))
    .flatMap((draft, index) => {
      const twin = left[index];
      return twin === undefined || !mayBeSame(draft, twin) ? [] : [[draft, twin] satisfies Pair];
    });
}

const numberIn = (text: string): number | null => {
  const digits = /^(?:test )?(?:scenario|case)\s*#?\s*(\d+)\b/i.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
};

function fillIn(draft: ScenarioDraft, twin: ScenarioDraft): void {
  if (draft.ids.requirements.length === 0 && twin.ids.requirements.length > 0) {
    draft.ids = { ...draft.ids, requirements: twin.ids.requirements, placeholder: null };
  }
  draft.ids = { ...draft.ids, own: draft.ids.own ?? twin.ids.own };
  draft.story ||= twin.story;
  draft.text ||= twin.text;
  if (draft.tiers.length === 0) draft.tiers = twin.tiers;
  draft.priority ??= twin.priority;
  for (const key of ["preconditions", "steps", "expected"] as const) {
    if (draft[key].length === 0) draft[key] = twin[key];
  }
}

function inheritFromUmbrella(block: ScenarioDraft, umbrellas: readonly ScenarioDraft[]): void {
  const [only, ...more] = umbrellas;
  if (only !== undefined && more.length === 0) fillIn(block, { ...only, text: "" });
}

/** Where a whole table traces to one requirement, so do the details of its scenarios. */
function inheritOnlyRequirement(listed: readonly ScenarioDraft[], detailed: readonly ScenarioDraft[]): void {
  const [first] = listed;
  const key = ({ ids }: ScenarioDraft): string => ids.requirements.join(" ");
  if (first === undefined || listed.some((draft) => key(draft) !== key(first))) return;
  for (const draft of detailed)
    if (draft.ids.requirements.length === 0 && draft.ids.placeholder === null)
      draft.ids = { ...draft.ids, requirements: first.ids.requirements };
}

const NAMES = { row: "table", bullet: "bullets", block: "blocks" } as const;

function disagreements(
  base: readonly ScenarioDraft[],
  other: readonly ScenarioDraft[],
  pairs: readonly Pair[],
  told: ReadonlySet<ScenarioDraft>,
): PlanWarning[] {
  const nameOf = (drafts: readonly ScenarioDraft[]): string => NAMES[drafts[0]?.form ?? "row"];
  const warnings: PlanWarning[] = [];
  if (base.length !== other.length && other[0] !== undefined) {
    const counts = `${base.length} scenarios in the ${nameOf(base)}, ${other.length} in the ${nameOf(other)}`;
    warnings.push({
      line: other[0].line,
      message: `${counts}: the longer list is used, the other fills it in`,
    });
  }
  const paired = new Set(pairs.flat());
  for (const draft of other.filter((twin) => told.has(twin) && !paired.has(twin))) {
    warnings.push({
      line: draft.line,
      message: `"${draft.text}" is in the ${nameOf(other)} only and is not read as a scenario`,
    });
  }
  for (const [draft, twin] of pairs) {
    const differs = draft.priority !== twin.priority && draft.priority !== null && twin.priority !== null;
    if (!differs) continue;
    const message = `priority ${draft.priority} here, ${twin.priority} in line ${twin.line}: ${draft.priority} is used`;
    warnings.push({ line: draft.line, message });
  }
  return warnings;
}

/** Where the plan does not say that both forms tell the same, a reader wants to know what was taken for what. */
const twins = (pairs: readonly Pair[]): PlanWarning[] =>
  pairs
    .filter(([a, b]) => meaningKey(a.text) !== meaningKey(b.text))
    .map(([{ line, text }, twin]) => ({
      line: twin.line,
      message: `read as the same scenario as "${text}" in line ${line}`,
    }));

/** A table that repeats the bullets or another table adds facts. Two equal entries of one list are two scenarios. */
function dropRepeats(drafts: readonly ScenarioDraft[]): Merged {
  const first = new Map<string, ScenarioDraft>();
  const warnings: PlanWarning[] = [];
  const kept = drafts.filter((draft) => {
    const key = meaningKey(draft.text);
    const earlier = first.get(key);
    if (earlier === undefined || key === "" || !isRepeat(draft, earlier)) {
      if (earlier === undefined) first.set(key, draft);
      return true;
    }
    fillIn(earlier, draft);
    const where = draft.form === earlier.form ? "table" : "form";
    warnings.push({
      line: draft.line,
      message: `repeats the scenario in line ${earlier.line} in another ${where}: read once`,
    });
    return false;
  });
  return { drafts: kept, warnings };
}

/** Told again: in another form, or in another table that says nothing else about it. */
function isRepeat(draft: ScenarioDraft, earlier: ScenarioDraft): boolean {
  if (draft.form !== earlier.form) return mayBeSame(draft, earlier);
  if (draft.table === null || draft.table === earlier.table) return false;
  const agree = (a: string, b: string): boolean => a === "" || b === "" || a === b;
  return (
    agree(draft.ids.requirements.join(" "), earlier.ids.requirements.join(" ")) &&
    agree(draft.tiers.join(" "), earlier.tiers.join(" ")) &&
    agree(draft.priority ?? "", earlier.priority ?? "")
  );
}
