/** A stretch of lines that can be parsed by itself. */
export interface Chunk {
  readonly text: string;
  /** Add to a line number inside the chunk to get the line in the plan. */
  readonly offset: number;
  /** The chunk starts with the repeated header of the table that the chunk before ends with. */
  readonly continuesTable: boolean;
}

/** The parser is linear in the number of chunks, and quadratic inside one; real sections fit in one or two. */
const TARGET_LINES = 60;
/** Split even inside a code fence that seems never to end. */
const MOST_LINES = 2_000;
const FENCE = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}(?=[^`]*$)|~{3,})/;
const BLOCK_START = /^(?:#{1,6}(?=\s|$)|[-*+]\s|\d{1,9}[.)]\s)/;
const DELIMITER_ROW = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const DEFINITION = /^ {0,3}\[[^\]^][^\]]{0,200}\]:\s*\S/;
const MOST_DEFINITIONS = 100;

/**
 * Splits at places where CommonMark starts a new block whatever came before: a heading or list marker in the
 * first column, or text in the first column after a blank line. A table is split between rows and its header
 * repeated. Link definitions are repeated at the end of every chunk, so that references keep working.
 */
export function splitChunks(lines: readonly string[]): Chunk[] {
  const definitions = lines.filter((line) => DEFINITION.test(line)).slice(0, MOST_DEFINITIONS);
  const tail = definitions.length === 0 ? "" : `\n\n${definitions.join("\n")}`;
  const chunks: Chunk[] = [];
  let start = 0;
  let head: readonly string[] = [];
  let fence: string | null = null;
  let table: readonly string[] | null = null;

  const close = (end: number, nextHead: readonly string[]): void => {
    const own = lines.slice(start, end);
    const text = [...head, ...own].join("\n") + tail;
    chunks.push({ text, offset: start - head.length, continuesTable: head.length > 0 });
    start = end;
    head = nextHead;
  };

  for (const [index, line] of lines.entries()) {
    const previous = lines[index - 1] ?? "";
    const length = index - start;
    if (length >= MOST_LINES) {
      fence = null;
      close(index, []);
    } else if (length >= TARGET_LINES && fence === null) {
      const fresh = previous.trim() === "" && /^\S/.test(line);
      if (BLOCK_START.test(line) || fresh) close(index, []);
      else if (table !== null && line.includes("|")) close(index, table);
    }
    const marker = FENCE.exec(line)?.[1];
    if (fence === null && marker !== undefined) fence = marker;
    else if (fence !== null && marker?.startsWith(fence) && line.trimEnd().endsWith(marker)) fence = null;
    if (!line.includes("|")) table = null;
    else if (table === null && previous.includes("|") && DELIMITER_ROW.test(line)) table = [previous, line];
  }
  close(lines.length, []);
  return chunks;
}
