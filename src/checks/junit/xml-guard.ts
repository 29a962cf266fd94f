import { inputError } from "../../errors.ts";

/** Bounds of an honest JUnit file; beyond them the parser would need seconds and gigabytes. */
export const XML_LIMITS = {
  /** Elements inside elements. */
  depth: 64,
  elements: 400_000,
  /** Characters of one start tag: pytest puts whole exception texts into the `message` attribute. */
  tagLength: 2_000_000,
  attributesPerTag: 64,
  /** Attributes of the whole file. */
  attributes: 1_500_000,
} as const;

const invalid = (message: string) => inputError({ code: "junit.invalid-xml", message });
const tooComplex = (what: string) =>
  inputError({ code: "junit.too-complex", message: `the file has ${what}; no test run writes that` });

/**
 * One linear pass over the markup before any parser sees it. Throws
 * `junit.doctype` for a DOCTYPE (entities, external files), `junit.too-complex` beyond `XML_LIMITS`, and
 * `junit.invalid-xml` unless there is exactly one root element and it is closed: parsers silently return the first half
 * of a file that was cut at the end of an element.
 */
export function guardXml(text: string): void {
  let depth = 0;
  let elements = 0;
  let attributes = 0;
  let roots = 0;
  let end = 0;
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", end)) {
    if (depth === 0 && text.slice(end, at).trim() !== "")
      throw invalid("there is text outside the root element");
    const special = specialEnd(text, at);
    if (special !== undefined) {
      end = special;
      continue;
    }
    const tag = tagAt(text, at);
    end = tag.end;
    attributes += tag.attributes;
    if (text[at + 1] === "/") {
      depth -= 1;
      if (depth < 0) throw invalid("an element is closed that was not opened");
      continue;
    }
    elements += 1;
    if (depth === 0) roots += 1;
    if (roots > 1) throw invalid("there is more than one root element");
    if (text[end - 2] !== "/") depth += 1;
    if (depth > XML_LIMITS.depth) throw tooComplex(`elements nested more than ${XML_LIMITS.depth} deep`);
    if (elements > XML_LIMITS.elements) throw tooComplex(`more than ${XML_LIMITS.elements} elements`);
    if (attributes > XML_LIMITS.attributes) throw tooComplex(`more than ${XML_LIMITS.attributes} attributes`);
  }
  if (roots === 0) throw invalid("there is no root element");
  if (depth > 0)
    throw invalid("the file ends before its root element is closed; it was cut off while written");
  if (text.slice(end).trim() !== "") throw invalid("there is text after the root element");
}

/** End of a comment, CDATA section or processing instruction that starts at `at`; undefined for a tag. */
function specialEnd(text: string, at: number): number | undefined {
  const closing = text.startsWith("<!--", at)
    ? "-->"
    : text.startsWith("<![CDATA[", at)
      ? "]]>"
      : text.startsWith("<?", at)
        ? "?>"
        : undefined;
  if (closing !== undefined) {
    const found = text.indexOf(closing, at + 2);
    if (found === -1) throw invalid("the file ends inside a comment, a CDATA section or an instruction");
    return found + closing.length;
  }
  if (text.startsWith("<!", at)) {
    throw inputError({ code: "junit.doctype", message: "the file has a DOCTYPE or entity declaration" });
  }
  return undefined;
}

const QUOTE_OR_END = /["'>]/g;

/** End of the tag that starts at `at` (a `>` inside quotes does not end it) and its number of quoted values. */
function tagAt(text: string, at: number): { end: number; attributes: number } {
  let attributes = 0;
  QUOTE_OR_END.lastIndex = at;
  for (let hit = QUOTE_OR_END.exec(text); hit !== null; hit = QUOTE_OR_END.exec(text)) {
    if (hit.index - at > XML_LIMITS.tagLength) throw tooComplex("a tag of more than two million characters");
    if (hit[0] === ">") return { end: hit.index + 1, attributes };
    attributes += 1;
    if (attributes > XML_LIMITS.attributesPerTag) {
      throw tooComplex(`a tag with more than ${XML_LIMITS.attributesPerTag} attributes`);
    }
    const close = text.indexOf(hit[0], hit.index + 1);
    if (close === -1) break;
    QUOTE_OR_END.lastIndex = close + 1;
  }
  throw invalid("the file ends inside a tag; it was cut off while written");
}
