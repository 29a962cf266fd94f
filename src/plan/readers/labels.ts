import type { Heading, Paragraph } from "mdast";
import { isIdList } from "../ids.ts";
import { lineOf, textOf } from "../markdown.ts";

/** What a label such as `*Priority:*` announces. */
const KEYS = {
  tier: /^(?:(?:test )?tiers?(?: level)?(?: ?(?:\/|&|and) ?priority)?|priority ?(?:\/|&|and) ?tier)$/,
  type: /^(?:test )?(?:types?|categor(?:y|ies)|level)$/,
  priority: /^(?:test )?prio(?:rity)?$/,
  id: /^(?:(?:test|scenario|case) )*ids?$/,
  preconditions: /^(?:test )?(?:pre-?\s?conditions?|pre-?\s?requisites?|set-?\s?up|given)$/,
  steps:
    /^(?:(?:test|execution|reproduction) )?(?:steps?(?: to (?:execute|reproduce))?|procedure|actions?|when)$/,
  expected:
    /^(?:expected(?: (?:results?|outcomes?|behaviou?rs?))?|expectations?|(?:acceptance|pass|success|validation) criteria|verifications?|validations?|results?|outcomes?|then)$/,
  requirement:
    /^(?:(?:jira|related|linked) )?(?:requirements?|req|jira|ticket|epic|stor(?:y|ies)|issue)(?: (?:ids?|key|link|ticket|covered))?$/,
  story:
    /^(?:user stor(?:y|ies)|requirement summary|summary|description|objective|goal|purpose|test objective)$/,
  title: /^(?:test )?(?:title|name)$/,
  downstream: /^(?:downstream|d\/s)(?: (?:tests?|coverage|automation))? (?:required|needed)$/,
  gap: /^(?:upstream )?coverage gaps?$/,
  upstream: /^(?:upstream|u\/s)(?: (?:tests?|coverage))?$/,
  execution:
    /^(?:automation|automated|manual|execution|execution (?:mode|type|method)|test method|status|automation status|scope)$/,
} as const;

export type LabelKey = keyof typeof KEYS | "scenario" | "note";

/** A stretch of text and the label before it. */
export interface Segment {
  /** Without markup and colon; null for text without a label. */
  readonly label: string | null;
  readonly key: LabelKey | null;
  /** `Test Scenario 3` → `3`. */
  readonly number: string | null;
  readonly text: string;
  readonly line: number;
}

/** Tag, kind, number, tag, carried text: `[Tier 2] Negative Test Scenario 3 (P1) — title`. */
const SCENARIO_LABEL =
  /^(?:\[([^\]]{1,40})\]\s*)?((?:(?:test|e2e|functional|negative|positive|upgrade)\s+)*)(?:(?:scenario|case)(?:s|\(s\))?|test(?=\s*#?\d))(?:\s*#?\s*(\d+(?:\.\d+)*[a-z]?|[A-Z])(?![A-Za-z]))?(?:\s*[([]([^()[\]]{1,40})[)\]])?\s*(?:(?:[:.)|–—]|-{1,3}(?=\s)|$)\s*([\s\S]*))$/i;
const TAG = /\btier|\bt[1-3]\b|\bp[0-4]\b|\bnegative\b|\bmanual\b/i;

/** The key of a label, `note` for one that means nothing to a reader. The label carries no colon. */
export function keyOf(label: string): LabelKey {
  if (SCENARIO_LABEL.test(label)) return "scenario";
  const plain = label
    .toLowerCase()
    .replace(/\(s\)|\([^)]*\)/g, "")
    .replace(/[\s*_]+/g, " ")
    .trim();
  for (const [key, pattern] of Object.entries(KEYS)) {
    if (pattern.test(plain)) return key as keyof typeof KEYS;
  }
  return "note";
}

/** Labels that name the test of a requirement. */
const TEST =
  /^(?:tests?|test (?:description|idea|approach)|(?:what|how) (?:is|are|to|we|do we|it is|will be)(?: be)? (?:test|check|verif|validat)\w*(?: it| this)?)$/i;
/** True for a label that names the test of a requirement, or numbers it: `Test`, `What to test`, `TC2`. */
export const namesTest = (label: string): boolean => TEST.test(label);
export const numbersTest = (label: string): boolean => /^(?:TC|TS)[\s_#-]?\d{1,4}$/.test(label);

interface Run {
  readonly text: string;
  readonly emphasised: boolean;
  readonly line: number;
}

/**
 * The labelled stretches of a paragraph, in order: `*Test Scenario:* … *Priority:* P0` gives two. The first may
 * have no label. A label is emphasised text that ends in a colon or is a known word, or a known word and a colon.
 */
export function labelledSegments(node: Paragraph | Heading): Segment[] {
  const known = READ.get(node) ?? segmentsOf(node, false);
  READ.set(node, known);
  return known;
}

/** Readers ask about the same paragraph from several levels of a list. */
const READ = new WeakMap<Paragraph | Heading, Segment[]>();

/** As `labelledSegments`; with `withTargets` a link is written `text (target)`. */
export function segmentsOf(node: Paragraph | Heading, withTargets: boolean): Segment[] {
  const runs: Run[] = node.children.map((child) => ({
    text: textOf(child, withTargets),
    emphasised: child.type === "strong" || child.type === "emphasis",
    line: lineOf(child),
  }));
  markLeadingKey(node, runs);
  const segments: { label: string | null; text: string; line: number }[] = [];
  for (const [index, run] of runs.entries()) {
    const last = segments.at(-1);
    const atStart = last === undefined || (last.label === null && /^[\s*_]*$/.test(last.text));
    const fresh = atStart || /(?:^|[\n|;,.)·•])\s*$/.test(last.text);
    const clause =
      run.emphasised && startsLine(last?.text) ? clauseLabel(run.text, last?.label ?? null) : null;
    if (clause !== null) {
      if (atStart) segments.length = 0;
      segments.push({ label: clause, text: "", line: run.line });
      continue;
    }
    const split = run.emphasised && fresh ? splitLabel(run.text, runs[index + 1]?.text ?? "", atStart) : null;
    if (split !== null) {
      if (atStart) segments.length = 0;
      segments.push({ ...split, line: run.line });
    } else if (last === undefined) {
      segments.push({ label: null, text: run.text, line: run.line });
    } else {
      last.text += run.text;
    }
  }
  return segments.flatMap(splitPlainLabels).map(finish);
}

/** Emphasis sets a key apart from the text after it as a dash would: `**CNV-1** As a user`. */
function markLeadingKey(node: Paragraph | Heading, runs: Run[]): void {
  const [first, second] = runs;
  const set = first?.emphasised || node.children[0]?.type === "link";
  if (first === undefined || second === undefined || !set) return;
  const key = first.text.trim().replace(/^\[(.*)\]$/, "$1");
  if (isIdList(key) && /^\s+\p{Lu}\p{Ll}*\s/u.test(second.text))
    runs[0] = { ...first, text: `${first.text} —` };
}

const startsLine = (before: string | undefined): boolean =>
  before === undefined || /(?:^|\n)\s*$/.test(before);

/** `Given`, `When` and `Then` are labels without a colon; `And` and `But` go on with the label before them. */
function clauseLabel(text: string, before: string | null): string | null {
  const word = /^\s*(given|when|then|and|but)\s*:?\s*$/i.exec(text)?.[1] ?? null;
  if (word === null || !/^(?:and|but)$/i.test(word)) return word;
  return before !== null && CLAUSE_KEYS.has(keyOf(before)) ? before : null;
}

const CLAUSE_KEYS = new Set<LabelKey>(["preconditions", "steps", "expected"]);
const PLAIN_CLAUSE = /^\s*(given|when|then|and|but)\s+(\S.*)$/i;
/** A line that starts with `Then` needs another that says when. */
const holdsClauses = (text: string): boolean =>
  /^[ \t]*(?:given|when)\s/im.test(text) && /^[ \t]*then\s/im.test(text);

/** Label and text of an emphasised run; null when it is no label. */
function splitLabel(text: string, next: string, first: boolean): { label: string; text: string } | null {
  const inner = /^([^:]{1,80}):\s*([\s\S]+)$/.exec(text.trim());
  const [, label = "", rest = ""] = inner ?? [];
  if (inner !== null && keyOf(label.trim()) !== "note") return { label: label.trim(), text: rest };
  const bare = text.trim().replace(/\s*:$/, "");
  const colon = bare !== text.trim() || /^\s*:/.test(next);
  const known = keyOf(bare) !== "note" || (colon && (namesTest(bare) || numbersTest(bare)));
  if (bare === "" || bare.length > 200) return null;
  return (colon && (first || known)) || (first && known) ? { label: bare, text: "" } : null;
}

type Draft = { label: string | null; text: string; line: number };

/** Splits at line starts such as `Priority: P0` that carry no emphasis. */
function splitPlainLabels(segment: Draft): Draft[] {
  const segments: Draft[] = [];
  const clauses = holdsClauses(segment.text);
  let line = segment.line;
  for (const [index, text] of segment.text.split("\n").entries()) {
    const match = index === 0 && segment.label !== null ? null : plainLabel(text);
    const last = segments.at(-1);
    const [, word = "", rest = ""] = (clauses && PLAIN_CLAUSE.exec(text)) || [];
    const clause = clauseLabel(word, last?.label ?? null);
    if (clause !== null) segments.push({ label: clause, text: rest, line });
    else if (match?.[1] !== undefined && keyOf(match[1]) !== "note") {
      segments.push({ label: match[1], text: match[2] ?? "", line });
    } else if (last === undefined) {
      segments.push({ label: segment.label, text, line });
    } else {
      last.text += `\n${text}`;
    }
    line += 1;
  }
  return segments.filter(
    (part, index) => index > 0 || part.label !== null || part.text.trim() !== "" || segments.length === 1,
  );
}

/** `Priority: P0`; with a dash, only a label that the template has: `Test Scenario - [Tier 2] Verify …`, `Priority - P0`. */
function plainLabel(line: string): RegExpExecArray | null {
  const colon = /^\s*([A-Za-z][^:\n]{0,60}?)\s*:(?!\/\/)\s*(.*)$/.exec(line);
  if (colon !== null && keyOf(colon[1] ?? "") !== "note") return colon;
  const dash = /^\s*([A-Za-z][\w ]{2,20}?)\s+(?:—|–|-{1,2})\s+(\S.*)$/.exec(line);
  const [, label = "", value = ""] = dash ?? [];
  return DASHED.some(([key, fits]) => keyOf(label) === key && fits.test(value)) ? dash : null;
}

const DASHED: readonly (readonly [LabelKey, RegExp])[] = [
  ["scenario", /\s/],
  ["tier", /^(?:tier|t)?[ -]?[1-3]\b/i],
  ["priority", /^p[0-4]\b/i],
];

function finish({ label, text, line }: Draft): Segment {
  const clean = label === null ? text.trim() : text.replace(/^[\s*]*(?::|[–—]|-+(?=\s))?[\s*]*/, "").trim();
  if (label === null) return { label, key: null, number: null, text: clean, line };
  const key = keyOf(label);
  if (key !== "scenario") return { label, key, number: null, text: clean, line };
  const [, before, kind, number = null, after, carried = ""] = SCENARIO_LABEL.exec(label) ?? [];
  const tags = [before, kind, after].filter((tag) => tag !== undefined && TAG.test(tag));
  const tagged = [...tags.map((tag) => `[${tag?.trim()}]`), joinCarried(carried.trim(), clean)];
  return { label, key, number, text: tagged.join(" ").trim(), line };
}

/** A label can carry the text itself, as in `*Test Scenario 3 — hotplug:* [Tier 2]`; tags stay in front. */
function joinCarried(carried: string, text: string): string {
  if (carried === "" || text === "") return carried || text;
  const [, tags = "", rest = ""] = /^((?:\[[^\]]*\]\s*)*)([\s\S]*)$/.exec(text) ?? [];
  return `${tags}${carried}${rest === "" ? "" : `: ${rest}`}`;
}
