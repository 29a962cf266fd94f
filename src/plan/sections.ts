import type { Heading, Root, RootContent } from "mdast";
import { lineOf, oneLine, textOf } from "./markdown.ts";

/** A heading and what stands below it until the next heading of any depth. */
export interface Section {
  /** Without markup and without its numeral. Empty for what stands before the first heading. */
  readonly title: string;
  /** 1 to 6; 0 for what stands before the first heading. */
  readonly depth: number;
  readonly line: number;
  readonly heading: Heading | null;
  readonly nodes: readonly RootContent[];
}

/** A stretch of a section below a line of bold text that serves as a heading. */
export interface Part {
  /** Null for what stands before the first bold line. */
  readonly title: string | null;
  readonly line: number;
  readonly nodes: readonly RootContent[];
}

/** What a section is for, told from the words of its heading. */
const KINDS = {
  metadata: /\bmetadata\b|^tracking\b/i,
  overview: /\boverview\b|^introduction\b|^feature (?:description|summary)/i,
  limitations: /\blimitations?\b/i,
  goals: /\b(?:goals?|objectives?)\b/i,
  outOfScope: /\bout[- ]of[- ]scope\b|\bnon[- ]?goals?\b|\bscope exclusions?\b|\bnot in scope\b/i,
  scope: /^scope\b|\bscope of test|\bin[- ]scope\b/i,
  strategy: /\btest(?:ing)? (?:strategy|approach)\b/i,
  environment: /\btest(?:ing)? environment(?! needs)\b|^environment\b/i,
  tools: /\btools?\b.*\bframeworks?\b|\btesting tools\b/i,
  entryCriteria: /\b(?:entry|start) criteria\b/i,
  exitCriteria: /\bexit criteria\b/i,
  risks: /\brisks?\b/i,
  review: /\breview\b|\bchecklist\b|\bmotivation\b/i,
  signOff: /\bsign[- ]?off\b|\bapprovals?\b|\bapprovers\b/i,
  appendix: /^appendi(?:x|ces)\b|^references?\b|^glossary\b|\bconventions\b|\bschedule\b|\bmilestones?\b/i,
} as const;

export type SectionKind = keyof typeof KINDS;

const ROMAN = "(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})";
const NUMERAL = new RegExp(
  `^(?:${ROMAN}(?:(?:\\.\\d+)+[.):]?(?=\\s)|[.):])|[A-Z][.)](?=\\s)|(?:[Ss]ection\\s+)?\\d+(?:\\.\\d+)*[.):]?(?=\\s))\\s*`,
);
const SCENARIOS = [
  /\btest[- ](?:scenario|case)s?\b|\brequirements?[- ]to[- ]tests?\b|\btraceability\b|\btest(?:ing)? (?:matrix|descriptions?|mapping)\b/i,
  /\bscenarios?\b|^tests?$|\btest specifications?\b|\bverification matrix\b/i,
];
const NOT_SCENARIOS = /\b(?:use[- ]cases?|customer|user scenarios?|usage|not covered|uncovered|excluded)\b/i;

/** Splits the document at its headings, in order. */
export function outline(root: Root): Section[] {
  const sections: {
    title: string;
    depth: number;
    line: number;
    heading: Heading | null;
    nodes: RootContent[];
  }[] = [{ title: "", depth: 0, line: 1, heading: null, nodes: [] }];
  for (const node of root.children) {
    if (node.type === "heading") {
      const title = withoutNumeral(oneLine(textOf(node)));
      sections.push({ title, depth: node.depth, line: lineOf(node), heading: node, nodes: [] });
    } else {
      sections.at(-1)?.nodes.push(node);
    }
  }
  return sections;
}

/** `III. Test Scenarios` → `Test Scenarios`. The numeral never decides anything. */
export function withoutNumeral(title: string): string {
  const bare = title.replace(NUMERAL, "").trim();
  return bare === "" ? title : bare;
}

/** The heading with the feature's name is none of these, whatever words the feature has. */
export const isKind = (title: string, kind: SectionKind): boolean =>
  KINDS[kind].test(title) &&
  !/quality engineering plan/i.test(title) &&
  !(kind === "goals" && (KINDS.outOfScope.test(title) || /\bregression\b/i.test(title))) &&
  !(kind === "limitations" && KINDS.outOfScope.test(title));

/** The first section of a kind and the deeper sections inside it; empty when the plan has none. */
export function subtreeOf(sections: readonly Section[], kind: SectionKind): Section[] {
  const start = sections.findIndex((section) => section.depth > 0 && isKind(section.title, kind));
  return start < 0 ? [] : sections.slice(start, subtreeEnd(sections, start));
}

function subtreeEnd(sections: readonly Section[], start: number): number {
  const depth = sections[start]?.depth ?? 0;
  const end = sections.findIndex((section, index) => index > start && section.depth <= depth);
  return end < 0 ? sections.length : end;
}

/**
 * The sections that hold test scenarios, each with what is below it. A following section of the same depth
 * belongs to it when its heading reads like a group of scenarios (`Tier 2`, `sig-network`, `Scenario 4: …`).
 */
export function scenarioSections(sections: readonly Section[]): Section[][] {
  const first = sections.findIndex((section) => section.depth > 0);
  const openings = SCENARIOS.map((pattern) =>
    sections.flatMap((section, index) => (opensScenarios(section, pattern) ? [index] : [])),
  );
  // The very first heading names the document; it opens the scenarios only where no other heading does.
  const starts = openings
    .map((indices) => indices.filter((index) => index !== first))
    .find((indices) => indices.length > 0);
  const found: Section[][] = [];
  let end = 0;
  for (const start of starts ?? openings.find((indices) => indices.length > 0) ?? []) {
    if (start < end) continue;
    end = subtreeEnd(sections, start);
    const depth = sections[start]?.depth ?? 0;
    for (let next = sections[end]; next !== undefined && isGroup(next, depth); next = sections[end]) {
      end = subtreeEnd(sections, end);
    }
    found.push(sections.slice(start, end).filter((section, index) => index === 0 || !isAppended(section)));
  }
  return found;
}

function opensScenarios(section: Section, pattern: RegExp): boolean {
  if (section.depth === 0 || !pattern.test(section.title) || NOT_SCENARIOS.test(section.title)) return false;
  return !WITHOUT_SCENARIOS.some((kind) => isKind(section.title, kind));
}

/** Kinds that keep a heading from opening the scenarios although it names them: `Out of Scope Scenarios`. */
const WITHOUT_SCENARIOS = [
  ...(["limitations", "outOfScope", "strategy", "tools"] as const),
  ...(["entryCriteria", "exitCriteria", "risks", "signOff"] as const),
];

const OTHER_KINDS = Object.keys(KINDS).filter((kind) => kind !== "review") as SectionKind[];
const GROUP =
  /\btier\b|\bT[123]\b|\bscenarios?\b|\btest cases?\b|\bsig-|\b[A-Z][A-Z0-9]+-\d+\b|\bP[0-3]\b|\b(?:positive|negative|functional) tests?\b/i;

/** A sign-off or appendix that slipped below the scenarios because its heading is too deep. */
const isAppended = ({ title }: Section): boolean =>
  (isKind(title, "signOff") || isKind(title, "appendix")) && !GROUP.test(title);

const isGroup = (section: Section, depth: number): boolean =>
  section.depth === depth &&
  GROUP.test(section.title) &&
  !OTHER_KINDS.some((kind) => isKind(section.title, kind));

/** Splits the content of one section at lines of bold text, as in `**Testing Goals**`. */
export function partsOf(nodes: readonly RootContent[]): Part[] {
  const parts: { title: string | null; line: number; nodes: RootContent[] }[] = [];
  for (const node of nodes) {
    const title = boldTitle(node);
    if (title !== null) parts.push({ title, line: lineOf(node), nodes: [] });
    else if (parts.length === 0) parts.push({ title: null, line: lineOf(node), nodes: [node] });
    else parts.at(-1)?.nodes.push(node);
  }
  return parts;
}

/** The bold text that makes up the whole first line of a paragraph, without its colon; otherwise null. */
export function boldTitle(node: RootContent): string | null {
  if (node.type !== "paragraph") return null;
  const [first, second] = node.children;
  if (first?.type !== "strong") return null;
  const rest = second === undefined ? "" : textOf(second);
  if (!/^\s*[:–—-]?\s*(?:\n|$)/.test(rest)) return null;
  return withoutNumeral(oneLine(textOf(first)).replace(/\s*:$/, ""));
}
