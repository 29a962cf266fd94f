import * as z from "zod";
import { classify } from "../checks/failures/classify.ts";
import { describeError, exitCodeOf, inputError } from "../errors.ts";
import { type Io, json, linesOf } from "./io.ts";

const failure = z.object({
  id: z.union([z.string(), z.number()]),
  message: z.string(),
  traceback_excerpt: z.string().nullish(),
  when: z.string().nullish(),
  negative: z.boolean().nullish(),
});

/** `testgen classify`: failures as JSON lines on stdin, a verdict for each on stdout. Exit 2 when a line was none. */
export async function classifyCommand(io: Io): Promise<number> {
  let number = 0;
  let code = 0;
  for await (const line of linesOf(io.stdin())) {
    number += 1;
    if (line.trim() === "") continue;
    try {
      io.out(json(judged(parse(line, number)), 0));
    } catch (error) {
      // The others still get their answer.
      io.note(describeError(error));
      code = exitCodeOf(error);
    }
  }
  return code;
}

const judged = ({ id, message, traceback_excerpt, when, negative }: z.infer<typeof failure>) => ({
  id,
  ...classify({
    message,
    traceback: traceback_excerpt ?? undefined,
    when: when ?? undefined,
    negative: negative ?? undefined,
  }),
});

function parse(line: string, number: number): z.infer<typeof failure> {
  try {
    return failure.parse(JSON.parse(line));
  } catch (cause) {
    throw inputError({
      code: "classify.line",
      message: `stdin:${number}: not a failure.`,
      hint: 'Each line is a JSON object: {"id": …, "message": …, "traceback_excerpt"?: …, "when"?: …}',
      cause,
    });
  }
}
