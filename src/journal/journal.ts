import { inputError } from "../errors.ts";
import { type EventBody, type JournalEvent, journalEvent } from "./events.ts";

/** Append-only record of a run: the one truth that every report is a view of. */
export interface Journal {
  append(event: EventBody): void;
  readonly events: readonly JournalEvent[];
}

export interface JournalOptions {
  readonly now: () => Date;
  /** Takes each line as it happens: a file, or nothing. */
  readonly sink?: (line: string) => void;
  /** Told after each event: the live comment, the terminal. */
  readonly onEvent?: (event: JournalEvent) => void;
  /** Cleans every text before it is kept anywhere. */
  readonly redact?: (text: string) => string;
}

export function openJournal({ now, sink, onEvent, redact = (text) => text }: JournalOptions): Journal {
  const events: JournalEvent[] = [];
  return {
    events,
    append(body) {
      const line = redact(JSON.stringify({ at: now().toISOString(), ...body }));
      const event = JSON.parse(line) as JournalEvent;
      events.push(event);
      sink?.(`${line}\n`);
      onEvent?.(event);
    },
  };
}

/** Reads a journal back; `path` is for the message. A cut last line (a killed run) is left out. */
export function parseJournal(text: string, path: string): JournalEvent[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const parsed = journalEvent.safeParse(parseJson(line));
    if (parsed.success) return [parsed.data];
    if (index === lines.length - 1) return [];
    throw inputError({
      code: "journal.unreadable",
      message: `${path}:${index + 1}: not a journal event (${parsed.error.issues[0]?.message ?? "invalid"}).`,
      hint: "The file was edited or comes from another version; remove it to start afresh.",
      cause: parsed.error,
    });
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
