/** Words that would look like a list item or a label of the grammar at the start of a line. */
const NEVER_FIRST = /^(?:[-*+•]|\d+[.)]|[A-Za-z]+:|STP|Jira|RFE)$/i;

/**
 * Breaks text at spaces so that each line, prefix included, fits `width` columns. The first line begins with `first`,
 * the others with as many spaces (or `rest`). A longer word stands alone; no line but the first begins with a word
 * that a reader of the docstring grammar would misread.
 */
export function wrapText(
  text: string,
  width: number,
  first = "",
  rest: string = " ".repeat(first.length),
): string[] {
  const [head = "", ...words] = text.split(" ");
  const lines: string[] = [];
  let line = first + head;
  for (const word of words) {
    if (line.length + 1 + word.length <= width || NEVER_FIRST.test(word)) line += ` ${word}`;
    else {
      lines.push(line);
      line = rest + word;
    }
  }
  return [...lines, line];
}
