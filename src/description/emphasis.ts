/** A run of `*` or `_` that could open or close emphasis. */
interface Run {
  readonly mark: string;
  readonly start: number;
}

/**
 * Text without the marks of Markdown emphasis (`*a*`, `**a**`, `_a_`, `__a__`). Marks without a partner stay, as in
 * `*.log` or `a_b`. One pass: linear in the length of the text.
 */
export function withoutEmphasis(text: string): string {
  const open: Run[] = [];
  const marks: Run[] = [];
  for (const match of text.matchAll(/\*+|_+/g)) {
    const run = { mark: match[0], start: match.index };
    const before = text[run.start - 1] ?? " ";
    const after = text[run.start + run.mark.length] ?? " ";
    if (run.mark.length > 3) continue;
    const partner = /\s/.test(before) || /\w/.test(after) ? -1 : lastIndexOfMark(open, run.mark);
    const opening = open[partner];
    if (opening) {
      marks.push(opening, run);
      open.length = partner;
    } else if (!/\s/.test(after) && !/\w/.test(before)) open.push(run);
  }
  return remove(text, marks);
}

/** Looks a few runs back only: emphasis nests no deeper, and a long row of openers stays cheap. */
function lastIndexOfMark(open: readonly Run[], mark: string): number {
  const from = Math.max(0, open.length - 8);
  for (let index = open.length - 1; index >= from; index -= 1) if (open[index]?.mark === mark) return index;
  return -1;
}

function remove(text: string, marks: readonly Run[]): string {
  const ordered = [...marks].sort((a, b) => a.start - b.start);
  let result = "";
  let position = 0;
  for (const { mark, start } of ordered) {
    result += text.slice(position, start);
    position = start + mark.length;
  }
  return result + text.slice(position);
}
