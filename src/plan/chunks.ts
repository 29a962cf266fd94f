/** A stretch of lines that can be parsed by itself. */
export interface Chunk {
  readonly text: string;
  /** Add to a line number inside the chunk to get the line in the plan. */
  readonly offset: number;
  /** The chunk starts with the repeated header of the table that the chunk before ends with. */
  readonly continuesTable: boolean;
}

/** The parser is quadratic in the length of a chunk and linear in their number. */
const TARGET_LINES = 60;
/** Where no good place comes, split anyway. */
const MOST_LINES = 200;
const FENCE = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}(?=[^`]*$)|~{3,})/;
const BLOCK_START = /^(?:#{1,6}(?=\s|$)|[-*+]\s|\d{1,9}[.)]\s)/;
const DELIMITER_ROW = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const DEFINITION = /^ {0,3}\[[^\]^][^\]]{0,200}\]:\s*\S/;
const MOST_DEFINITIONS = 100;

/**
 * Splits at places where CommonMark starts a new block whatever came before: a heading or list marker in the
 * first column, or text in the first column after a blank line. A table is split between rows and its header
 * repeated, an endless code fence between lines and its opening repeated. Link definitions are repeated at the
 * end of every chunk, so that references keep working.
 */
export function splitChunks(lines: readonly string[]): Chunk[] {
  const definitions = lines.filter((line) => DEFINITION.test(line)).slice(0, MOST_DEFINITIONS);
  const tail = definitions.length === 0 ? "" : `\n\n${definitions.join("\n")}`;
  const chunks: Chunk[] = [];
  let start = 0;
  let head: readonly string[] = [];
  let fence: Fence | null = null;
  let table: readonly string[] | null = null;

  const close = (end: number, nextHead: readonly string[]): void => {
    const text = [...head, ...lines.slice(start, end)].join("\n") + tail;
    chunks.push({ text, offset: start - head.length, continuesTable: head.length > 1 });
    start = end;
    head = nextHead;
  };

  for (const [index, line] of lines.entries()) {
    const previous = lines[index - 1] ?? "";
    const opensBlock = BLOCK_START.test(line);
    if (fence?.nested && opensBlock) fence = null;
    const length = index - start;
    if (length >= TARGET_LINES && fence === null) {
      const fresh = previous.trim() === "" && /^\S/.test(line);
      if (opensBlock || fresh) close(index, []);
      else if (table !== null && line.includes("|")) close(index, table);
    }
    if (index - start >= MOST_LINES) close(index, fence === null ? [] : [fence.marker]);
    fence = fenceAfter(line, fence);
    if (!line.includes("|")) table = null;
    else if (table === null && previous.includes("|") && DELIMITER_ROW.test(line)) table = [previous, line];
  }
  close(lines.length, []);
  return chunks;
}

interface Fence {
  readonly marker: string;
  /** Opened inside a list item or indented: a new block in the first column ends it. */
  readonly nested: boolean;
}

function fenceAfter(line: string, open: Fence | null): Fence | null {
  const marker = FENCE.exec(line)?.[1];
  if (marker === undefined) return open;
  if (open === null) return { marker, nested: !line.startsWith(marker) };
  return marker.startsWith(open.marker) && line.trimEnd().endsWith(marker) ? null : open;
}
