import { offlineAuthor } from "../author/offline/index.ts";
import { compareWithPlan } from "../description/against-plan.ts";
import { docstringDescription } from "../description/docstring.ts";
import { jsonDescription } from "../description/json.ts";
import { checkStdFile, readStdFile } from "../description/lint.ts";
import { markdownDescription } from "../description/markdown.ts";
import type { TestDescription } from "../description/model.ts";
import { usageError } from "../errors.ts";
import { readPlan } from "../plan/read-plan.ts";
import { loadPython } from "../python/parser.ts";
import { sha256 } from "../workspace/evidence.ts";
import { readDocument } from "../workspace/read-file.ts";
import { readNamed } from "./document.ts";
import { at, type Io, json, say } from "./io.ts";
import { noteEmpty } from "./plan.ts";

export interface DescribeOptions {
  readonly format: "markdown" | "docstring" | "json";
  readonly json?: boolean;
  readonly check?: string;
}

/**
 * `testgen describe STP`: the description, in the form asked for; `--check FILE` checks one that exists, against the
 * plan too when one is named. Exit 1 with findings.
 */
export async function describeCommand(
  io: Io,
  path: string | undefined,
  options: DescribeOptions,
): Promise<number> {
  if (options.check !== undefined) return check(io, options.check, path, options.json === true);
  if (path === undefined) {
    throw usageError({
      code: "usage.argument",
      message: "describe needs a test plan.",
      hint: "testgen describe STP, or testgen describe --check STD",
    });
  }
  const description = await describePlanAt(io, path);
  const format = options.json ? "json" : options.format;
  if (format === "json") io.out(jsonDescription(description));
  else io.out(format === "docstring" ? docstringDescription(description) : markdownDescription(description));
  return 0;
}

async function describePlanAt(io: Io, path: string): Promise<TestDescription> {
  const bytes = await readDocument(io.cwd, path);
  const plan = readPlan({ path, bytes });
  const note = (line: number, message: string): void => io.note(`${at(path, line)}: ${message}`);
  for (const { line, message } of plan.warnings) note(line, message);
  noteEmpty(io, plan);
  return offlineAuthor.describe({ plan, digest: sha256(bytes), note });
}

async function check(io: Io, path: string, plan: string | undefined, asJson: boolean): Promise<number> {
  const python = await loadPython();
  const file = { path, text: await readNamed(io, path) };
  const own = checkStdFile(python, file);
  const { description, lines } = readStdFile(python, file);
  const compared =
    plan === undefined ? [] : compareWithPlan(description, await describePlanAt(io, plan), lines);
  const findings = [...own, ...compared];
  if (asJson) io.out(json({ path, findings }));
  else
    for (const { line, where, rule, message } of findings)
      say(io, `${at(path, line)}: ${where === "" ? "" : `${where} `}${rule}: ${message}`);
  if (!asJson && findings.length === 0) say(io, `${path}: no findings.`);
  return findings.length === 0 ? 0 : 1;
}
