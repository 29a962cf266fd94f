import { stripActiveElements, stripComments } from "./strip-html.ts";

/** How much of each kind was taken out of a plan before it was read. */
export interface StrippedCounts {
  readonly comments: number;
  readonly scripts: number;
  readonly controlTokens: number;
  readonly invisible: number;
  readonly controls: number;
}

export interface SanitizedText {
  /** As many lines as the source, each where it was; only `\n` ends a line. */
  readonly text: string;
  readonly stripped: StrippedCounts;
  /** 1-based line of a comment that never ends and hides the rest of the file; null when there is none. */
  readonly unclosedCommentLine: number | null;
}

/** Characters that change what a model reads without being seen: zero-width, bidi, tags, selectors. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu;
/** The selector and the joiner inside an emoji are writing, not hiding: they go without being counted. */
const EMOJI_JOINT =
  /(?<=\p{Extended_Pictographic}|[0-9#*])\ufe0f|(?<=\p{Extended_Pictographic})\u200d(?=\p{Extended_Pictographic})/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is what this file is for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const HYPHENS = /[\u2010\u2011]/g;
const SPACES = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g;
/** The same characters written as HTML character references. */
const REFERENCE =
  /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(?:ZeroWidthSpace|NoBreak|shy|zwn?j|lrm|rlm|af|ApplyFunction|i[tc]|Invisible(?:Times|Comma)));/gi;
/** The delimiters with which chat models separate turns. */
const CONTROL_TOKEN = /<\|[a-z0-9_ -]{1,40}\|>|\[\/?INST\]|<<\/?SYS>>/gi;

/** Removes what a person who reads the rendered plan does not see, and keeps every line where it is. */
export function sanitize(source: string): SanitizedText {
  const counts = { controlTokens: 0, invisible: 0, controls: 0 };
  const drop = (kind: keyof typeof counts) => (): string => {
    counts[kind] += 1;
    return "";
  };
  const visible = source
    .replace(/^\ufeff/, "")
    .replace(/\r\n?/g, "\n")
    .replace(CONTROL, drop("controls"))
    .replace(EMOJI_JOINT, "")
    .replace(INVISIBLE, drop("invisible"))
    .replace(REFERENCE, (reference, hex?: string, decimal?: string) =>
      isHidden(hex, decimal) ? drop("invisible")() : reference,
    )
    .replace(HYPHENS, "-")
    .replace(SPACES, " ");
  const bare = stripComments(visible);
  const passive = stripActiveElements(bare.text);
  const text = passive.text.replace(CONTROL_TOKEN, drop("controlTokens"));
  return {
    text,
    stripped: { comments: bare.count, scripts: passive.count, ...counts },
    unclosedCommentLine: bare.unclosedLine,
  };
}

/** A named reference is in the pattern because it hides; a number has to be looked at. */
function isHidden(hex: string | undefined, decimal: string | undefined): boolean {
  const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16);
  if (Number.isNaN(code)) return true;
  const character = code <= 0x10ffff ? String.fromCodePoint(code) : "";
  return character.replace(INVISIBLE, "").replace(CONTROL, "") === "";
}

/** One sentence about what was stripped, or null when nothing was. */
export function describeStripped(stripped: StrippedCounts): string | null {
  const kinds = [
    [stripped.comments, "HTML comment"],
    [stripped.scripts, "script or embedded element"],
    [stripped.controlTokens, "model control token"],
    [stripped.invisible, "invisible character"],
    [stripped.controls, "control character"],
  ] as const;
  const named = kinds
    .filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${noun}${count === 1 ? "" : "s"}`);
  return named.length === 0
    ? null
    : `not read, because the rendered plan does not show it: ${named.join(", ")}`;
}
