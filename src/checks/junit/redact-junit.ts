import { decodeReferences, decodeXml } from "./xml-text.ts";
import { parseXml } from "./xml-tree.ts";

type Redact = (text: string) => string;

/** Where the words of others stand: CDATA, comments, attribute values with their quotes, text between tags. */
const VALUES = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|(?<==\s*)(?:"[^"]*"|'[^']*')|(?<=>)[^<]+/g;
const ENCODING = /^(\ufeff?<\?xml[^>]*?\sencoding\s*=\s*["'])[\w.:-]+/;

/**
 * A result file without secrets, to be kept as UTF-8; null when there is none in it. Each value is cleaned by itself and
 * for what it means: a secret is found though its `&` is written `&amp;`, and XML stays XML. Bytes that are no XML are
 * cleaned as they stand.
 */
export function redactJunit(bytes: Uint8Array, redact: Redact): string | null {
  let text: string;
  try {
    parseXml(bytes);
    text = decodeXml(bytes);
  } catch {
    const raw = Buffer.from(bytes).toString("utf8");
    const clean = redact(raw);
    return clean === raw ? null : clean;
  }
  let found = false;
  const clean = text.replace(VALUES, (value) => {
    const result = value.startsWith("<") ? redact(value) : cleanValue(value, redact);
    found ||= result !== value;
    return result;
  });
  return found ? clean.replace(ENCODING, "$1utf-8") : null;
}

function cleanValue(value: string, redact: Redact): string {
  const [, quote = "", inner = value] = /^(["'])([\s\S]*)\1$/.exec(value) ?? [];
  const meant = decodeReferences(inner);
  const clean = redact(meant);
  if (clean === meant) return value;
  // A line end in an attribute would be read as a space.
  return quote + clean.replace(quote ? /[&<>"'\t\n\r]/g : /[&<>]/g, reference) + quote;
}

const reference = (char: string): string => `&#${char.charCodeAt(0)};`;
