import { isNotNow } from "./groups.ts";
import type { ScenarioDraft } from "./readers/draft.ts";

const OUT_OF_SCOPE = /\bout[- ]of[- ]scope\b|\bnot in scope\b/i;
/** A person does it. `Verify a user can manually start …` is not meant. */
const MANUAL =
  /[[(]\s*manual[^)\]]{0,40}[)\]]|\bmanual(?:ly)?[- ](?:test|tests|tested|testing|verification|verified|check|validation|only|qe)\b|\b(?:tested|verified|executed|done|performed|validated) manually\b|^manual(?:ly)?\s*(?:$|[:.,;—–-])|\bby hand\b|\bcan(?:not|['’]t) be automated\b|\bnot automat(?:ed|able)\b/i;
const AUTOMATION_NOTE = /\bmanual(?:ly)?\b/i;
/** Text that only points to where the scenarios are. */
export const UMBRELLA =
  /^\(?(?:(?:multiple|several|various|many|the following) (?:test )?(?:scenarios?|tests?)\b|(?:please )?(?:see|refer to|cf\.?|detailed|described|listed|covered|as (?:listed|detailed|described)|same as)\b)[^.]{0,120}\b(?:below|above|section|sections|appendix|table|following|next|list|scenarios?|details)\b/i;
/** `See CNV-703`: nothing but where it is written. */
const POINTER =
  /^\(?(?:please )?(?:see|refer to|same as|covered (?:by|in)|tracked (?:by|in)|moved to|cf\.?)(?: also)? (?:https?:\/\/\S+|[A-Z][A-Z0-9]+-\d+)(?:(?:,| and|;) [A-Z][A-Z0-9]+-\d+)*\)?\.?$/i;
/** Existing tests as a whole: `All existing scenarios`, `Run the full regression suite`, `Existing tests still pass`. */
const CATCH_ALL: readonly RegExp[] = [
  /\ball\b[^.;,]{0,40}\b(?:existing|current|other|remaining|regression|available|relevant)\b[^.;,]{0,40}\b(?:scenarios?|tests?|test ?cases?|suites?|lanes?|coverage)\b/i,
  /\b(?:existing|regression|full|entire|whole)\b[^.;,]{0,30}\b(?:regression|test|tests|tier[ -]?[1-3]|t[1-3])\b[^.;,]{0,20}\b(?:suites?|lanes?|coverage)\b/i,
  /^(?:all |the |run |execute )*existing (?:automated |regression |functional )*(?:tests?|scenarios?|test cases?|suites?|coverage)\b/i,
  /^(?:run |execute )(?:all |the )*(?:existing |regression |full )+(?:tests?|scenarios?|test cases?|suites?)\b/i,
  /^(?:verify |confirm |check |ensure )?(?:that )?(?:all |the )*existing\b[^.;,]{0,60}\btests?(?: suites?)? (?:(?:still|should|must|can|continue to) )*(?:pass|succeed)/i,
  /^(?:verify |run |execute |re-?run |repeat )(?:that )?(?:all |the )+(?:functional|regression|e2e|conformance|smoke|sanity) tests?\b/i,
  /^(?:run|execute|re-?run)\b[^.;,]{0,40}\b(?:test )?(?:suites?|lanes?)\b/i,
  /^(?:run|execute|re-?run) (?:the |all )*(?:tier[ -]?[1-3]|t[1-3])\b[^.;,]{0,30}\btests?\b/i,
  /^(?:run |execute |perform )(?:a |the )?(?:full |complete )?regression\b/i,
  /^regression(?: testing| tests?| suite| run)\b|^regression\s*[:–—-]\s*(?:run |all |the )*(?:existing|full|all)\b/i,
];
/** Work on the tests or on the plan, and no test: `Update Tier 2 automation to …`. */
const WORK_ITEM =
  /^(?:update|extend|adapt|enable|refactor|migrate|create|write|add|implement|fix) (?:the |our |existing |new |all )*(?:tier[ -]?[1-3] |t[1-3] |e2e |regression |qe )*(?:test )?(?:automation|test suites?|tests|test code|ci lanes?|lanes?|pipelines?|jobs?)\b/i;
/** A person judges it, whatever runs. */
const JUDGED: readonly RegExp[] = [
  /^(?:exploratory|ad[- ]hoc) test|^usability (?:review|test)/i,
  /^(?:verify |review |check |confirm )?(?:that )?(?:all |the )*(?:[\w-]+ )?(?:docs?|documentation|release notes?)\b[^.;]{0,40}\b(?:up[- ]to[- ]date|updated|accurate|complete|correct|reviewed|clear|published)\b/i,
];
const UPSTREAM = /(?<!\bnot )\bcovered (?:by )?(?:the )?upstream\b|\bupstream[- ]only\b|\(upstream\b[^)]*\)/i;

/** `… (deferred to 5.2)`, `… — postponed to the next release`: an aside, and not what a product defers. */
const DEFERRED =
  /[[(]\s*(?:deferred|postponed|descoped|dropped)(?: (?:to|until|for|from) [^)\]]{1,60})?\s*[)\]]|\s(?:—|–|-)\s+(?:deferred|postponed|moved) (?:to|until) [^.;]{0,40}(?:\d|\breleases?\b|\blater\b)/i;
/** `already covered by test_resize.py`; not `already covered by a policy`. */
const COVERED =
  /\balready (?:covered|tested|automated|verified) (?:by|in) [^.;]{0,60}(?:\btest_\w|\.py\b|\b(?:tests?|suites?|lanes?|regression|automation)\b)/i;

/**
 * Why no test is generated for a scenario, or null. Tier 1 alone counts as covered upstream, unless the plan says
 * `*Downstream required:* yes`; a scenario that also names tier 2 or 3 is ours.
 */
export function notGenerableReason(draft: ScenarioDraft, text: string): string | null {
  const { notes, tiers } = draft;
  if (OUT_OF_SCOPE.test(text) || notes.some((note) => OUT_OF_SCOPE.test(note))) return "out of scope";
  if (DEFERRED.test(text) || notes.some(isNotNow)) return "deferred: the plan leaves it out for now";
  if (COVERED.test(text)) return "covered elsewhere: the plan names the test that has it";
  if (MANUAL.test(text) || notes.some(isManualNote)) return "manual: a person executes it";
  if (saysOne(JUDGED, text)) return "manual: a person judges it";
  if (UMBRELLA.test(text) || POINTER.test(text))
    return "umbrella: the text only points elsewhere in the plan";
  if (WORK_ITEM.test(text)) return "work on the tests: it shows nothing of the product";
  if (saysOne(CATCH_ALL, text)) return "catch-all: it stands for existing tests, not for one scenario";
  if (draft.downstream === true) return null;
  if (draft.downstream === false) return "covered upstream: the plan requires no downstream test";
  if (tiers.length === 1 && tiers[0] === 1) return "covered upstream: Tier 1";
  if (UPSTREAM.test(text) || notes.some((note) => /^upstream$/i.test(note) || UPSTREAM.test(note))) {
    return "covered upstream: the plan says so";
  }
  const gapless = /^(?:none|no|n\/a|-|—)\b/i.test(draft.gap);
  return draft.upstream !== "" && gapless ? "covered upstream: the plan sees no coverage gap" : null;
}

const saysOne = (patterns: readonly RegExp[], text: string): boolean =>
  patterns.some((pattern) => pattern.test(text));

const isManualNote = (note: string): boolean =>
  MANUAL.test(note) || (note.length <= 30 && AUTOMATION_NOTE.test(note) && !/\bautomat/i.test(note));
