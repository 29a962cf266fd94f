/** A line that opens something: a section, a list item, a marker. */
const OPENING = /^([A-Z][\w ]*:|[-*•]\s|\d+[.)]\s|\[)/;

/** True when two docstrings say the same; where lines break inside a sentence or an item makes no difference. */
export function saysTheSame(before: string, after: string): boolean {
  const [from, to] = [statementsOf(before), statementsOf(after)];
  return from.length === to.length && from.every((statement, index) => statement === to[index]);
}

/** Sentences, section heads and list items, each on one line. */
function statementsOf(docstring: string): string[] {
  const statements: string[] = [];
  let open = false;
  for (const raw of docstring.split("\n")) {
    const line = raw.replace(/\s+/g, " ").trim();
    const last = statements.at(-1);
    if (line !== "" && open && last !== undefined && !OPENING.test(line)) {
      statements[statements.length - 1] = `${last} ${line}`;
    } else if (line !== "") statements.push(line);
    open = line !== "";
  }
  return statements;
}
