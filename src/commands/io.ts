import { TextDecoder } from "node:util";
import { logText } from "../report/log-text.ts";

/** What a command may touch of its process. */
export interface Io {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The answer, as it is: text, or exactly one JSON document. */
  out(text: string): void;
  /** Everything else; what a terminal or a runner would obey is taken out. */
  note(text: string): void;
  stdin(): AsyncIterable<Uint8Array>;
}

/** The process itself. A reader that has seen enough (`| head -1`) is no error: it ends the command. */
export function processIo(): Io {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  process.stderr.on("error", () => {});
  return {
    cwd: process.cwd(),
    env: process.env,
    out: (text) => process.stdout.write(line(text)),
    note: (text) => process.stderr.write(line(logText(text))),
    stdin: () => process.stdin,
  };
}

const line = (text: string): string => (text.endsWith("\n") ? text : `${text}\n`);

/** One JSON document. `##[` would be a command to a runner; JSON can say it otherwise. */
export const json = (value: unknown, indent = 2): string =>
  JSON.stringify(value, null, indent).replaceAll("##[", "#\\u0023[");

/** An answer for people: what a terminal or a runner would obey is taken out. */
export const say = (io: Io, text: string): void => io.out(logText(text));

/** `path:line` as editors understand it; the path alone where no line is known. */
export const at = (path: string, line: number | undefined): string => (line ? `${path}:${line}` : path);

/** Lines of a byte stream, as they come; a last line without an end counts too. */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}
