/** Bullets as word processors draw them; a round one may be the letter `o` before a tab. */
const DRAWN_BULLET = /^([ \t]*)(?:[•◦▪●‣⁃∙·](?=\s)|o(?=\t))/;
const LETTER = /^([a-z])[.)](?=[ \t]+\S)/;

/** Lists pasted from a word processor, `• …` and `a. …`, with markers that Markdown knows; lines stay where they are. */
export function withListMarkers(lines: readonly string[]): string[] {
  const marked = lines.map((line) => line.replace(DRAWN_BULLET, "$1-"));
  let before: number | null = null;
  for (const [index, line] of marked.entries()) {
    const letter = LETTER.exec(line)?.[1];
    if (letter === undefined) continue;
    // One letter makes no list: the first becomes a bullet when the second is found.
    const follows: boolean = before !== null && LETTER.exec(lines[before] ?? "")?.[1] === previous(letter);
    if (before !== null && follows)
      for (const at of [before, index]) marked[at] = (marked[at] ?? "").replace(LETTER, "- ");
    before = follows || letter === "a" ? index : null;
  }
  return marked;
}

const previous = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) - 1);
