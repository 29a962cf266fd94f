import { inputError } from "../../errors.ts";

/**
 * Characters that XML 1.0 forbids outright. Honest writers escape them (pytest writes `#x1B`); a file that carries them
 * is damaged or no text at all.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters to refuse.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * The text of an XML document, without byte order mark.
 * The encoding comes from the byte order mark, else from the first bytes, else from the XML declaration, else UTF-8.
 * Throws `junit.encoding` for bytes that do not fit it and `junit.invalid-xml` for characters that XML forbids.
 */
export function decodeXml(bytes: Uint8Array): string {
  const label = encodingOf(bytes);
  let text: string;
  try {
    text = new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw inputError({ code: "junit.encoding", message: `the file is not valid ${label} text`, cause });
  }
  const bad = FORBIDDEN.exec(text);
  if (bad) {
    const line = text.slice(0, bad.index).split("\n").length;
    throw inputError({
      code: "junit.invalid-xml",
      message: `line ${line} holds a control character that XML forbids`,
    });
  }
  return text;
}

function encodingOf(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return "utf-16be";
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return "utf-16le";
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)/.exec(head)?.[1];
  // .NET writers declare UTF-16 in files they store as UTF-8; had it been UTF-16, the declaration were not readable here.
  if (declared === undefined || /^utf-?16/i.test(declared)) return "utf-8";
  return declared.toLowerCase();
}

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const REFERENCE = /&(?:#x([\da-f]{1,8})|#(\d{1,10})|([A-Za-z_][\w.-]*));/gi;

/**
 * Replaces the five named and all numeric character references, once (`&amp;lt;` becomes `&lt;`).
 * Throws `junit.entity` for any other entity: its meaning would have to come from a DOCTYPE, which is refused.
 */
export function decodeReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(REFERENCE, (whole: string, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) {
      const known = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
      if (known === undefined) {
        throw inputError({ code: "junit.entity", message: `the entity ${whole} is not one of XML's own` });
      }
      return known;
    }
    return characterOf(Number.parseInt(hex ?? decimal ?? "", hex === undefined ? 10 : 16));
  });
}

/** Writers do put `&#x1B;` or `&#0;` in files although XML forbids it; the reader sees the replacement character. */
function characterOf(code: number): string {
  const allowed =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0x10ffff);
  return allowed ? String.fromCodePoint(code) : "\ufffd";
}
