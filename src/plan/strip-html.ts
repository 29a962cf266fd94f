export interface Stripped {
  /** Line breaks inside what was removed stay. */
  readonly text: string;
  readonly count: number;
}

export interface BareText extends Stripped {
  /** 1-based line of a comment that never ends and hides the rest; null when there is none. */
  readonly unclosedLine: number | null;
}

/** A line that opens or closes a code fence, also inside quotes and list items. */
const FENCE = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}(?=[^`]*$)|~{3,})/;
/** Elements whose content is program, style or another document, never prose. */
const ACTIVE =
  /(?<!`)<(\/?)(script|style|iframe|object|embed|svg|textarea|template|noscript)\b[^<>\n]{0,200}>/gi;

/** Removes HTML comments. Inside code fences and code spans `<!--` is code and stays. */
export function stripComments(source: string): BareText {
  if (!source.includes("<!--")) return { text: source, count: 0, unclosedLine: null };
  const lines = source.split("\n");
  const lastClosing = lines.findLastIndex((line) => line.includes("-->"));
  let fence: string | null = null;
  let open = false;
  let count = 0;
  for (const [index, original] of lines.entries()) {
    let line = original;
    if (open) {
      const end = line.indexOf("-->");
      lines[index] = "";
      if (end < 0) continue;
      open = false;
      line = line.slice(end + 3);
    } else {
      const marker = FENCE.exec(line)?.[1];
      if (fence === null && marker !== undefined) fence = marker;
      else if (fence !== null && marker?.startsWith(fence) && line.trimEnd().endsWith(marker)) fence = null;
      if (fence !== null || marker !== undefined) continue;
    }
    const kept = stripWithinLine(line);
    count += kept.count;
    lines[index] = kept.text;
    if (!kept.open) continue;
    if (index < lastClosing) {
      open = true;
    } else if (/^ {0,3}<!--/.test(original)) {
      // A block that starts with an unclosed comment hides the rest of the page wherever it is rendered.
      return {
        text: [...lines.slice(0, index + 1), ...lines.slice(index + 1).fill("")].join("\n"),
        count,
        unclosedLine: index + 1,
      };
    }
  }
  return { text: lines.join("\n"), count, unclosedLine: null };
}

function stripWithinLine(line: string): Stripped & { readonly open: boolean } {
  if (!line.includes("<!--")) return { text: line, count: 0, open: false };
  const tokens = [...line.matchAll(/`+|<!--/g)];
  const ticksAhead = new Map<number, number[]>();
  for (const token of tokens.toReversed()) {
    if (token[0] === "<!--") continue;
    const positions = ticksAhead.get(token[0].length) ?? [];
    ticksAhead.set(token[0].length, positions);
    positions.push(token.index);
  }
  let text = "";
  let at = 0;
  let count = 0;
  for (const token of tokens) {
    if (token.index < at) continue;
    if (token[0] === "<!--") {
      count += 1;
      text += line.slice(at, token.index);
      const end = line.indexOf("-->", token.index + 2);
      if (end < 0) return { text, count, open: true };
      at = end + 3;
      continue;
    }
    const positions = ticksAhead.get(token[0].length) ?? [];
    while ((positions.at(-1) ?? Number.POSITIVE_INFINITY) <= token.index) positions.pop();
    const closing = positions.at(-1);
    const stop = (closing ?? token.index) + token[0].length;
    text += line.slice(at, stop);
    at = stop;
  }
  return { text: text + line.slice(at), count, open: false };
}

/** Removes scripts and other embedded elements, with their content where they are closed. */
export function stripActiveElements(source: string): Stripped {
  const tags = [...source.matchAll(ACTIVE)];
  const lastClosing = new Map(tags.filter((tag) => tag[1] === "/").map((tag) => [nameOf(tag), tag.index]));
  let text = "";
  let at = 0;
  let count = 0;
  let until: string | null = null;
  for (const tag of tags) {
    const name = nameOf(tag);
    const closes = tag[1] === "/";
    if (until !== null) {
      if (!closes || name !== until) continue;
      text += source.slice(at, tag.index).replace(/[^\n]+/g, "");
      until = null;
    } else {
      text += source.slice(at, tag.index);
      count += closes ? 0 : 1;
      if (!closes && (lastClosing.get(name) ?? -1) > tag.index) until = name;
    }
    at = tag.index + tag[0].length;
  }
  return { text: text + source.slice(at), count };
}

const nameOf = (tag: RegExpExecArray): string => (tag[2] ?? "").toLowerCase();
