/** As many answers as are kept: the words and clauses of a few sentences, not those of a whole plan. */
const MOST = 1000;

/** The same function, which does not work out twice what it was asked lately. Its answer must depend on the text alone. */
export function remembered<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as Answer;
    if (known.size >= MOST) known.clear();
    const now = answer(text);
    known.set(text, now);
    return now;
  };
}
