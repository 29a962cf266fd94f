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
      // A copy: what happened stays as it was, whatever the caller does with its lists.
      const event = clean({ at: now().toISOString(), ...body }, redact) as JournalEvent;
      events.push(event);
      sink?.(`${JSON.stringify(event)}\n`);
      onEvent?.(event);
    },
  };
}

/** The same value with every text in it redacted, names of fields too: in some records they are not ours. */
function clean(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item) => clean(item, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [redact(name), clean(inner, redact)]),
  );
}

/** Reads a journal back; `path` is for the message. A cut last line (a killed run) is left out. */
export function parseJournal(text: string, path: string): JournalEvent[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const parsed = journalEvent.safeParse(parseJson(line));
    if (parsed.success) return [parsed.data];
    if (index === lines.length - 1) return [];
    const [issue] = parsed.error.issues;
    const where = issue?.path.length ? `${issue.path.join(".")}: ` : "";
    throw inputError({
      code: "journal.unreadable",
      message: `${path}:${index + 1}: not a journal event (${where}${issue?.message ?? "invalid"}).`,
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
