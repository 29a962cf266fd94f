import * as z from "zod";
import { usageError } from "../errors.ts";
import { OUTCOMES } from "../journal/events.ts";
import { plainPath } from "./paths.ts";
import { splitWords } from "./words.ts";

/** Name → raw text, as the runner passes them; an input that was not given is "". */
export type RawInputs = (name: string) => string;

const count = (max: number) =>
  z
    .string()
    .trim()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .pipe(z.number().max(max, `must be at most ${max}`));
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
const choice = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z
    .string()
    .trim()
    .pipe(z.enum(values, `must be one of: ${values.join(", ")}`));
const flag = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.enum(["true", "false"], "must be true or false"))
  .transform((text) => text === "true");
const list = (separator: RegExp) =>
  z.string().transform((text) =>
    text
      .split(separator)
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#")),
  );
/** Globs hold commas themselves: `{virt,storage}`. */
const lines = list(/\r?\n/);
const names = list(/[\n,]/);
const relativePath = z.string().transform((text, context) => {
  const path = plainPath(text);
  if (path !== null) return path;
  context.addIssue("must be a path inside the repository");
  return z.NEVER;
});
const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be names of environment variables");

const shape = z.object({
  "github-token": z.string().trim().min(1, "is needed to read the pull request and to comment"),
  "stp-paths": lines.pipe(z.array(z.string()).min(1, "needs at least one pattern")),
  "working-directory": relativePath,
  author: choice(["offline"]),
  "std-path": relativePath,
  "std-format": choice(["markdown", "docstring"]),
  "graveyard-path": relativePath.refine((path) => path !== ".", "must name a file"),
  "pytest-command": z.string().trim().min(1, "must name a command"),
  "pyright-command": z.string().trim(),
  "pyright-max-iterations": count(100),
  "heal-max-iterations": count(100),
  retries: count(20),
  "confirm-runs": count(20),
  "run-timeout-minutes": minutes,
  "types-timeout-minutes": minutes,
  "test-env": names.pipe(z.array(variableName)),
  commit: flag,
  "commit-mode": choice(["api", "git"]),
  drafts: flag,
  "fail-on": names.pipe(z.array(z.enum(OUTCOMES, `must be some of: ${OUTCOMES.join(", ")}`))),
});

export type Inputs = z.infer<typeof shape>;

/**
 * Reads all inputs at once.
 * @throws usage error that lists every input that cannot be used; the token is in no message
 */
export function readInputs(raw: RawInputs): Inputs {
  const given = Object.keys(shape.shape).map((name) => [name, raw(name)] as const);
  const parsed = shape.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `\`${name}\` ${message} (got ${shown(name, raw)})`;
  });
  throw usageError({
    code: "inputs.invalid",
    message: `Inputs that cannot be used: ${[...new Set(problems)].join("; ")}.`,
    hint: "See action.yml for what each input takes.",
    cause: parsed.error,
  });
}

/** The value for a message; people do put a token where it does not belong. */
function shown(name: string, raw: RawInputs): string {
  const token = raw("github-token").trim();
  if (name === "github-token") return token === "" ? "nothing" : "***";
  const value = token === "" ? raw(name) : raw(name).replaceAll(token, "***");
  return JSON.stringify(value.slice(0, 80));
}

/**
 * Splits a command the way a shell splits words; no expansion, no operators.
 * @throws usage error that names `input` when there is no program or a quote is open
 */
export function splitCommand(text: string, input: string): [string, ...string[]] {
  const [program, ...rest] = splitWords(text) ?? [];
  if (program) return [program, ...rest];
  throw usageError({
    code: "inputs.command",
    message: `\`${input}\` is not a command: ${JSON.stringify(text.slice(0, 80))}.`,
    hint: "Give a program and its arguments, for example: uv run pytest. Close every quote.",
  });
}
