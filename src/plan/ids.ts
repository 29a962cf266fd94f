/** `CNV-72238`, `VIRTSTRAT-560`, `REQ-NET-01`, `TC-0`. */
const PLAIN_KEY = "[A-Z][A-Z0-9]{0,14}(?:[-_][A-Z0-9]{1,12}){0,4}[-_]\\d{1,7}";
/** `REQ-1.2`, `FR-3.a`: only requirements that a plan numbers itself have parts; `OCP-4.18` is a version. */
const PART_KEY =
  "(?:REQ|N?FR|[USBR]R|US|UC|AC)(?:[-_][A-Z0-9]{1,12}){0,4}[-_]\\d{1,7}(?:\\.(?:\\d{1,3}|[A-Za-z]))+(?![\\w.]*\\w)";
const KEY = `(?:${PART_KEY}|${PLAIN_KEY})`;
const KEYS = new RegExp(`(?<![\\w-])${KEY}(?![\\w-]*[A-Za-z])`, "g");
const KEY_LIST = new RegExp(`^${KEY}(?:\\s*(?:[,;/&+]|and)\\s*${KEY})*(?:\\s*\\([^)]*\\))?$`, "i");
/** `**CNV-1** — `, `CNV-1, CNV-2 (epic): `, with any of the dashes people type. */
const LEADING_KEYS = new RegExp(
  `^(?:https?://\\S*/)?(${KEY}(?:\\s*(?:[,;/&+]|and)\\s*${KEY})*)\\s*(?:\\([^)]*\\)\\s*)?(?:$|—|–|-{1,3}(?=\\s)|:|\\|)\\s*`,
);
/** `CNV-1 As a user …`, `CNV-1 [Tier 2] …`, `CNV-1 Verify …`: what follows cannot go on after a key. */
const BARE_LEADING_KEY = new RegExp(
  `^(${KEY})\\s+(?=As an? |\\[|(?:Verify|Validate|Confirm|Check|Ensure|Assert|Test)\\s)`,
);
/** `User Story 1: CNV-1 — …`, `Requirement CNV-2 (Stop)`: what the key after it is the key of. */
const KIND_OF_KEY = new RegExp(
  `^(?:(?:user )?story|requirement|req|epic|ticket|issue|jira)(?:\\s+#?\\d+(?:\\.\\d+)*)?\\s*(?:[:—–-]\\s*|\\s)(?=${KEY}\\s*(?:[:(—–|-]|$))`,
  "i",
);
/** Prefixes that number the scenario itself and not what it traces to. */
const OWN = /^(?:(?:TC|TS|SC|SCN|TEST|SCENARIO|CASE)[-_]|(?:TC|TS)\d)/;
/** `TC1 - `, `TS 4: `. */
const BARE_OWN = /^(?:TC|TS)[ #]?(\d{1,4})\s*(?:—|–|-{1,3}(?=\s)|:|\||\.(?=\s))\s*/;
/** `TC-1. `, `TC-01 Start a VM`: what numbers a scenario may stand right before its title. */
const OWN_BEFORE_TITLE =
  /^((?:TC|TS|SC|SCN)(?:[-_][A-Z0-9]{1,12}){0,4}[-_]\d{1,7})(?:\.\s*(?=[\s[(])|\s+(?=\p{Lu}\p{L}|["“`]))/u;

/** Tags that look like keys. */
const NO_KEY = /^(?:(?:TIERS?|T|P|PRIORITY)-[0-4]|JIRA-\d+)$/i;

/** The template's own examples: `Jira-123`, `[Jira-ID]`. */
const EXAMPLE_ID = /^\[?\s*jira[- ]?(?:\d+|id|key|x+)\s*\]?$/i;
const PLACEHOLDER_ID =
  /^\[?\s*(?:tb[dac]|todo|n\/?a|none|\?+|x{2,}|\.{3}|…|id|(?:requirement|jira|issue|ticket)[- ](?:id|key)|[A-Z]+-(?:x+|#+|n+|\?+|tbd|\.{3}))\s*\]?$/i;
const PLACEHOLDER_TEXT = [
  /^\[(?:add|list|describe|summarize|define|name|link|links|brief|version|item|sig[- ]specific|description|reference|propose|feature|test limitation|specify|enter|insert|your|existing sig|which)\b[^\]]*\]\.?$/i,
  /^\[\s*(?:tb[dac]|todo|e\.g\.|\.{3}|…|n\/a)[^\]]*\]\.?$/i,
  /^(?:tb[dac]|todo)\.?$/i,
  /^[[<{](?:the )?(?:(?:test )?scenarios?|(?:requirement )?summary|user story|title|tier|priority)(?:\(s\))?[\]>}]$/i,
  /^(?:verify|validate|confirm|check|ensure|test)(?: (?:that|if|whether))?\s*(?:\.{3,}|…)$/i,
];

export interface FoundIds {
  /** What is traced to, e.g. `["CNV-15225", "CNV-15246"]`. */
  readonly requirements: readonly string[];
  /** The scenario's own id, e.g. `TS-04`; null when there is none. */
  readonly own: string | null;
  /** A placeholder stands where an id belongs; null when none does. */
  readonly placeholder: string | null;
}

export const NO_IDS: FoundIds = { requirements: [], own: null, placeholder: null };

/** Every id in a text that holds nothing but ids: a table cell, the text in brackets, the value of a label. */
export function idsIn(text: string): FoundIds {
  const keys = (text.toUpperCase().match(KEYS) ?? [])
    .filter((key) => !NO_KEY.test(key))
    .map((key) => key.replace(/\.[A-Z](?![A-Z])/g, (part) => part.toLowerCase()));
  const own = keys.find((key) => OWN.test(key)) ?? null;
  const requirements = [...new Set(keys.filter((key) => !OWN.test(key)))];
  if (keys.length === 0 && isPlaceholderId(text)) return { ...NO_IDS, placeholder: text.trim() };
  return { requirements, own, placeholder: null };
}

/** As `idsIn`, and takes other short codes with a digit too (`UC1`, `VEP #76` → `VEP-76`, `CNV-7-AC1`), never a bare number. */
export function idsInCell(text: string): FoundIds {
  const found = idsIn(text);
  const code =
    /^\[?([A-Z][A-Z0-9]{1,14}-\d{1,7}-[A-Z]{1,12}\d{0,4})\]?$/.exec(text.trim())?.[1] ??
    /^\[?([A-Za-z][A-Za-z_]{0,14}[ #._-]{0,2}\d[\w.]{0,11})\]?$/.exec(text.trim())?.[1];
  if (found.requirements.length > 0 || found.own !== null || found.placeholder !== null || !code)
    return found;
  const id = code.replace(/[ #._-]+(?=\d)/, "-");
  return OWN.test(id.toUpperCase()) ? { ...NO_IDS, own: id } : { ...NO_IDS, requirements: [id] };
}

/** Ids with a separator at the start of a text, and what follows them; null when the text starts otherwise. */
export function leadingIds(text: string): { readonly ids: FoundIds; readonly rest: string } | null {
  const own = BARE_OWN.exec(text);
  if (own !== null) {
    const id = own[0].replace(/\s*\W*\s*$/, "").replace(/[ #]/, "");
    return { ids: { ...NO_IDS, own: id }, rest: text.slice(own[0].length) };
  }
  const bare = text.replace(KIND_OF_KEY, "");
  const match = LEADING_KEYS.exec(bare) ?? BARE_LEADING_KEY.exec(bare) ?? OWN_BEFORE_TITLE.exec(bare);
  return match === null ? null : { ids: idsIn(match[1] ?? ""), rest: bare.slice(match[0].length) };
}

export const isIdList = (text: string): boolean => KEY_LIST.test(text.trim()) && !NO_KEY.test(text.trim());
export const isPlaceholderId = (text: string): boolean =>
  EXAMPLE_ID.test(text.trim()) || PLACEHOLDER_ID.test(text.trim());
/** The template's own example ids, as opposed to one that an author left open. */
export const isExampleId = (text: string): boolean => EXAMPLE_ID.test(text.trim());

/** `[Add details]`, `[Name/Date]`, `[TBD]`: the template speaking, not the author. */
export const isPlaceholder = (text: string): boolean =>
  PLACEHOLDER_TEXT.some((pattern) => pattern.test(text.trim()));

const TITLE_REFERENCE =
  /^\(?(?:please )?see (?:the )?(?!(?:details?|detailed|test|scenarios?|sections?|tables?|lists?|below)\b)["“]?([^.;"”]{3,60}?)["”]?(?: (?:details?|section|scenarios?|steps))* (?:below|above)\.?\)?$/i;

/** The title that a text only points to (`See Acceptance 1 details below` → `acceptance 1`), or null. */
export const titleReferenceIn = (text: string): string | null =>
  TITLE_REFERENCE.exec(text)?.[1]?.toLowerCase() ?? null;

/** What a pointer calls a title: `acceptance 1` for `Acceptance 1: set the option`. */
export const titleKey = (title: string): string =>
  (title.toLowerCase().split(/\s*[:—–(]|\s-+\s/, 1)[0] ?? "").trim();

const REFERENCE = "(?:(?:test )?(?:scenarios?|cases?)|tc|ts|sc)[\\s#-]*";
const ONLY_REFERENCES = new RegExp(
  `^${REFERENCE}\\d+(?:\\s*(?:,|;|&|\\+|/|\\band\\b)\\s*(?:${REFERENCE})?\\d+|\\s*(?:-|–|—|\\.{2,3}|\\bto\\b)\\s*(?:${REFERENCE})?\\d+)*\\.?$`,
  "i",
);
const MOST_REFERENCES = 200;

/** The numbers in a text that only points to scenarios (`TS-01, TS-02`, `Scenarios 1-3`); empty for any other text. */
export function referencesIn(text: string): number[] {
  if (text.length > 400 || !ONLY_REFERENCES.test(text)) return [];
  const numbers: number[] = [];
  for (const match of text.matchAll(/(?:(-|–|—|\.{2,3}|\bto\b)\s*)?(?:[a-z ]*[\s#-]*)?(\d+)/gi)) {
    const number = Number(match[2]);
    const from = numbers.at(-1);
    const range =
      match[1] !== undefined && from !== undefined && number > from && number - from < MOST_REFERENCES;
    if (range) for (let between = from + 1; between < number; between += 1) numbers.push(between);
    numbers.push(number);
  }
  return numbers;
}
