import { shorten } from "./markdown.ts";

/** A line of pytest that says what was raised, or why a fixture is missing. */
const SAID = /^E {2,}\S/;
/** Characters; more where there is much room. */
const LONG_LINE = 400;
/** Room for a line that says how much is missing. */
const GAP = 32;

/**
 * The part of a failure's text that says most, at most `limit` characters: long lines are cut, then go what was raised
 * (the last exception first), and then as much as there is room for, from the end. Text that is not pytest's loses its
 * middle.
 */
export function excerpt(text: string, limit: number): string {
  if (text.length <= limit) return text;
  if (!text.split("\n").some((line) => SAID.test(line))) return shorten(text, limit);
  const longest = Math.floor(Math.min(Math.max(LONG_LINE, limit / 4), limit / 2));
  const lines = text
    .split("\n")
    .map((line) => (line.length <= longest ? line : `${line.slice(0, longest - 1)}…`));
  const kept = new Set<number>();
  let room = limit - GAP;
  const keep = (at: number, cost: number): boolean => {
    room -= cost;
    if (room >= 0) kept.add(at);
    return room >= 0;
  };
  const numbers = lines.map((_, at) => at).reverse();
  const heads = numbers.filter((at) => SAID.test(lines[at] ?? "") && !SAID.test(lines[at - 1] ?? ""));
  const others = numbers.filter((at) => !heads.includes(at));
  for (const at of heads) if (!keep(at, (lines[at]?.length ?? 0) + 1 + GAP)) break;
  for (const at of others) if (!keep(at, (lines[at]?.length ?? 0) + 1)) break;
  return withGaps(lines, kept);
}

function withGaps(lines: readonly string[], kept: ReadonlySet<number>): string {
  const shown: string[] = [];
  let left = 0;
  const gap = (): void => {
    if (left > 0) shown.push(`… ${left} ${left === 1 ? "line" : "lines"} left out …`);
    left = 0;
  };
  for (const [at, line] of lines.entries()) {
    if (!kept.has(at)) {
      left += 1;
      continue;
    }
    gap();
    shown.push(line);
  }
  gap();
  return shown.join("\n");
}

/** The one line of a message that says most: pytest puts the place of a missing fixture before the reason. */
export function decisiveLine(message: string): string {
  const lines = message.split("\n");
  const said = lines.find((line) => SAID.test(line));
  return said?.replace(/^E +/, "") ?? lines[0] ?? "";
}
