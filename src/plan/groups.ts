import { draftFrom, type ScenarioDraft } from "./readers/draft.ts";
import { isTag, ONE_TIER, priorityIn, tiersIn } from "./tags.ts";

/** What the title of a group gives to the scenarios it holds. */
export interface GroupGrade {
  readonly tiers: readonly number[];
  readonly priority: string | null;
}

/**
 * The tier and the priority of a group's title: `Tier 2 tests`, `P0 – must have`. A title over two tiers or priorities
 * does not say which of them a scenario has.
 */
export function gradeOfGroup(title: string): GroupGrade {
  const tiers = isTag(title) ? tiersIn(title) : [];
  const named = /^(?:priority\W*)?P[0-4]\b/i.test(title) ? (title.match(/\bP[0-4]\b/gi) ?? []) : [];
  const one = new Set(named.map((name) => name.toUpperCase())).size === 1;
  return { tiers: tiers.length === 1 ? tiers : [], priority: one ? priorityIn(title) : null };
}

const ASIDE = "(?:\\s*[([][^()[\\]]{1,40}[)\\]])?";
const TIER_TITLE = new RegExp(
  `^(?![Tt]iers?\\s*:)${ONE_TIER}${ASIDE}(?:\\s+(?:functional |e2e |test )?(?:tests?|scenarios?|cases|coverage))?${ASIDE}(?:\\s*[—–-]\\s*(\\w[\\w ]*))?\\s*:?$`,
);

/** A title that names a tier and no test: `Tier 2`, `Tier 1 – upstream`, `Tier 2 scenarios (P0)`. */
export function isTierTitle(title: string): boolean {
  const match = title.length > 80 ? null : TIER_TITLE.exec(title.trim());
  return match !== null && (match[1] === undefined || isTag(match[1]));
}

const TESTS = "(?:test )?(?:scenarios?|tests?|cases?|coverage|items?|work|testing)";
const UNTIL = "(?:to|until|for|in) (?:.*\\d|.*\\breleases?\\b|next\\b|later\\b|future\\b|ga\\b)";
/** `Deferred scenarios`, `Postponed to 5.2`, `Not covered`; never a feature such as `Dropped packets`. */
const NOT_NOW = new RegExp(
  [
    `^(?:deferred|postponed|dropped|de-?scoped|removed|cancell?ed|abandoned|excluded)(?: ${TESTS})?(?: (?:${UNTIL}).*|$)`,
    "^not (?:covered|tested|planned)(?: (?:yet|here|now|in this (?:plan|release|version)))?$",
    `^(?:scenarios |tests )?not (?:covered|tested|planned) (?:${UNTIL})`,
    `^(?:scenarios|tests|test cases) (?:that (?:are|were) )?(?:deferred|postponed|dropped|not (?:covered|tested))(?: (?:${UNTIL}|in this\\b).*|$)`,
    `^future (?:work|${TESTS}|enhancements?|releases?)$`,
    "^(?:test(?:ing)? )?backlog$",
  ].join("|"),
  "i",
);

/** The group, or the status of a scenario, is what the plan leaves for later or drops. */
export const isNotNow = (title: string): boolean => NOT_NOW.test(title.trim().replace(/\s*:$/, ""));

/** What a bullet that only groups those below it (`**Tier 2**`, `Deferred scenarios:`) hands on; null for any other. */
export function groupTitled(title: string, outer: ScenarioDraft): ScenarioDraft | null {
  const notNow = isNotNow(title);
  if (title.length > 80 || !(notNow || isTierTitle(title))) return null;
  const { tiers, priority } = gradeOfGroup(title);
  return draftFrom(outer, {
    tiers: tiers.length > 0 ? tiers : outer.tiers,
    priority: priority ?? outer.priority,
    notes: notNow ? [...outer.notes, title] : outer.notes,
  });
}

/** A title under which a table without a scenario column is about something else. */
export const isAside = (title: string): boolean =>
  /^(?:external |test |known |open |current |feature )*(?:dependenc(?:y|ies)|issues?|bugs?|defects?|blockers?|risks?|questions?|assumptions?|environments?|references?|links?|milestones?|contacts?|owners?|limitations?)(?: (?:and|&) \w+)?$/i.test(
    title,
  );
