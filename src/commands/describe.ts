import { offlineAuthor } from "../author/offline/index.ts";
import { docstringDescription } from "../description/docstring.ts";
import { jsonDescription } from "../description/json.ts";
import { checkStdFile } from "../description/lint.ts";
import { markdownDescription } from "../description/markdown.ts";
import { usageError } from "../errors.ts";
import { readPlan } from "../plan/read-plan.ts";
import { loadPython } from "../python/parser.ts";
import { sha256 } from "../workspace/evidence.ts";
import { readDocument } from "../workspace/read-file.ts";
import { readNamed } from "./document.ts";
import { at, type Io, json, say } from "./io.ts";

export interface DescribeOptions {
  readonly format: "markdown" | "docstring" | "json";
  readonly json?: boolean;
  readonly check?: string;
}

/** `testgen describe STP`: the description, in the form asked for; `--check FILE` checks one that exists. */
export async function describeCommand(
  io: Io,
  path: string | undefined,
  options: DescribeOptions,
): Promise<number> {
  if (options.check !== undefined) return check(io, options.check, options.json === true);
  if (path === undefined) {
    throw usageError({
      code: "usage.argument",
      message: "describe needs a test plan.",
      hint: "testgen describe STP, or testgen describe --check STD",
    });
  }
  const bytes = await readDocument(io.cwd, path);
  const plan = readPlan({ path, bytes });
  const description = await offlineAuthor.describe({ plan, digest: sha256(bytes) });
  for (const { line, message } of plan.warnings) io.note(`${at(path, line)}: ${message}`);
  const format = options.json ? "json" : options.format;
  if (format === "json") io.out(jsonDescription(description));
  else io.out(format === "docstring" ? docstringDescription(description) : markdownDescription(description));
  return 0;
}

async function check(io: Io, path: string, asJson: boolean): Promise<number> {
  const text = await readNamed(io, path);
  const findings = checkStdFile(await loadPython(), { path, text });
  if (asJson) io.out(json({ path, findings }));
  else
    for (const { line, where, rule, message } of findings)
      say(io, `${at(path, line)}: ${where} ${rule}: ${message}`);
  if (!asJson && findings.length === 0) say(io, `${path}: no findings.`);
  return findings.length === 0 ? 0 : 1;
}
