import * as z from "zod";
import { usageError } from "../errors.ts";
import { OUTCOMES } from "../journal/events.ts";

/** Name → raw text, as the runner passes them; an input that was not given is "". */
export type RawInputs = (name: string) => string;

const count = (max: number) =>
  z.string().trim().regex(/^\d+$/, "must be a whole number").transform(Number).pipe(z.number().max(max));
const minutes = z
  .string()
  .trim()
  .regex(/^\d+(?:\.\d+)?$/, "must be a number of minutes")
  .transform((text) => Number(text) * 60_000)
  .pipe(
    z
      .number()
      .positive("must be more than 0")
      .max(24 * 60 * 60_000, "must be at most 24 hours"),
  );
const flag = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.enum(["true", "false"], "must be true or false"))
  .transform((text) => text === "true");
const lines = z.string().transform((text) =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#")),
);
const relativePath = z
  .string()
  .trim()
  .transform((text) => text.replace(/^\.\//, "").replace(/\/+$/, "") || ".")
  .refine(
    (text) => !/^\/|^[A-Za-z]:|(?:^|\/)\.\.(?:\/|$)|\0/.test(text),
    "must be a path inside the repository",
  );
const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be names of environment variables");

const shape = z.object({
  "github-token": z.string().trim().min(1, "is needed to read the pull request and to comment"),
  "stp-paths": lines.pipe(z.array(z.string()).min(1, "needs at least one pattern")),
  "working-directory": relativePath,
  author: z.enum(["offline"], "must be one of: offline"),
  "std-path": relativePath,
  "std-format": z.enum(["markdown", "docstring"], "must be markdown or docstring"),
  "graveyard-path": relativePath,
  "pytest-command": z.string().trim().min(1, "must name a command"),
  "pyright-command": z.string().trim(),
  "pyright-max-iterations": count(100),
  "heal-max-iterations": count(100),
  retries: count(20),
  "confirm-runs": count(20),
  "run-timeout-minutes": minutes,
  "types-timeout-minutes": minutes,
  "test-env": lines.pipe(z.array(variableName)),
  commit: flag,
  "commit-mode": z.enum(["api", "git"], "must be api or git"),
  drafts: flag,
  "fail-on": lines.pipe(z.array(z.enum(OUTCOMES, `must be some of: ${OUTCOMES.join(", ")}`))),
});

export type Inputs = z.infer<typeof shape>;

/**
 * Reads all inputs at once.
 * @throws usage error that lists every input that cannot be used
 */
export function readInputs(raw: RawInputs): Inputs {
  const names = Object.keys(shape.shape);
  const parsed = shape.safeParse(Object.fromEntries(names.map((name) => [name, raw(name)])));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) =>
      `\`${String(path[0])}\` ${message} (got ${JSON.stringify(shown(String(path[0]), raw))})`,
  );
  throw usageError({
    code: "inputs.invalid",
    message: `Inputs that cannot be used: ${[...new Set(problems)].join("; ")}.`,
    hint: "See action.yml for what each input takes.",
    cause: parsed.error,
  });
}

const shown = (name: string, raw: RawInputs): string => (/token/.test(name) ? "***" : raw(name).slice(0, 80));

/** Splits a command the way a shell splits words, quotes kept together; no expansion, no operators. */
export function splitCommand(text: string, input: string): [string, ...string[]] {
  const words: string[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']+))/gy;
  let end = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    words.push(match[1]?.replace(/\\(.)/g, "$1") ?? match[2] ?? match[3] ?? "");
    end = pattern.lastIndex;
  }
  const [program, ...rest] = words;
  if (program === undefined || text.slice(end).trim() !== "") {
    throw usageError({
      code: "inputs.command",
      message: `\`${input}\` is not a command: ${JSON.stringify(text.slice(0, 80))}.`,
      hint: "Give a program and its arguments, for example: uv run pytest.",
    });
  }
  return [program, ...rest];
}
