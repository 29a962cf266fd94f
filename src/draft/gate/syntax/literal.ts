import type { Node } from "../../../python/parser.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const ESCAPE = /\\(?:\r?\n|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;

/** Value of string content as Python reads it; an escape Python does not know stays as written. */
export function decodeEscapes(content: string): string {
  return content.replace(ESCAPE, (all, octal, hex, short, long, single) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    const code = hex ?? short ?? long;
    if (code !== undefined) {
      const point = Number.parseInt(code, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : all;
    }
    return single === undefined ? "" : (ESCAPES[single] ?? all);
  });
}

/** Prefix letters of a string node, lower case: `rb`, `f`, ``. */
export function stringPrefix(node: Node): string {
  const start = node.namedChildren.find((child) => child.type === "string_start");
  return (start?.text ?? "").replace(/["'`]+$/, "").toLowerCase();
}

/** An integer or float written in one way only: `1_000`, `0x3e8` and `1000` are the same number. */
export function numberValue(text: string): string {
  const plain = text.replace(/_/g, "").toLowerCase();
  if (/^(0[xob][0-9a-f]+|[0-9]+)$/.test(plain)) return BigInt(plain).toString();
  const value = Number(plain);
  return Number.isFinite(value) ? floatText(value) : plain;
}

/** A float keeps its point, because `1.0` and `1` are different values to a reader. */
export function floatText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Arithmetic on two number literals (`10 * 60`), or null when it is not exact. */
export function foldNumbers(left: string, operator: string, right: string): string | null {
  const a = Number(left);
  const b = Number(right);
  const results: Readonly<Record<string, number>> = { "+": a + b, "-": a - b, "*": a * b };
  const result = results[operator];
  const whole = /^-?\d+$/;
  if (result === undefined || !whole.test(left) || !whole.test(right)) return null;
  return Number.isSafeInteger(result) ? String(result) : null;
}
