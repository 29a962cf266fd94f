import { TextDecoder } from "node:util";

/** What a command may touch of its process. */
export interface Io {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The answer: text, or exactly one JSON document. */
  out(text: string): void;
  /** Everything else. */
  note(text: string): void;
  stdin(): AsyncIterable<Uint8Array>;
}

export const processIo = (): Io => ({
  cwd: process.cwd(),
  env: process.env,
  out: (text) => process.stdout.write(text.endsWith("\n") ? text : `${text}\n`),
  note: (text) => process.stderr.write(text.endsWith("\n") ? text : `${text}\n`),
  stdin: () => process.stdin,
});

export const json = (value: unknown): string => JSON.stringify(value, null, 2);

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
