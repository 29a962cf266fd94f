import * as z from "zod";
import { classify } from "../checks/classify.ts";
import { inputError } from "../errors.ts";
import { type Io, linesOf } from "./io.ts";

const failure = z.object({
  id: z.union([z.string(), z.number()]),
  message: z.string(),
  traceback_excerpt: z.string().nullish(),
  when: z.string().nullish(),
  negative: z.boolean().nullish(),
});

/** `testgen classify`: failures as JSON lines on stdin, a verdict for each on stdout. */
export async function classifyCommand(io: Io): Promise<number> {
  let number = 0;
  for await (const line of linesOf(io.stdin())) {
    number += 1;
    if (line.trim() === "") continue;
    const { id, message, traceback_excerpt, when, negative } = parse(line, number);
    const judged = classify({
      message,
      ...(traceback_excerpt ? { traceback: traceback_excerpt } : {}),
      ...(when ? { when } : {}),
      ...(negative ? { negative } : {}),
    });
    io.out(JSON.stringify({ id, ...judged }));
  }
  return 0;
}

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
