import type { PythonParser } from "../python/parser.ts";
import { lessonIdentity } from "./identity.ts";
import { compileLesson } from "./pattern.ts";
import { readEntries, readGraveyard } from "./read.ts";

export interface GraveyardFinding {
  /** 1-based. */
  readonly line: number;
  /** error: the entry is not used · warning: it is used, but not in order · note: how it is used. */
  readonly severity: "error" | "warning" | "note";
  readonly message: string;
}

/** What a person should know about a GRAVEYARD.md, in the order of the file. Never throws. */
export function checkGraveyard(python: PythonParser, text: string): GraveyardFinding[] {
  const input = { path: "", text };
  const { lessons, problems } = readGraveyard(input);
  const incomplete = new Set(
    readEntries(input).entries.flatMap((entry) => (entry.missing.length > 0 ? [entry.block.line] : [])),
  );
  const findings: GraveyardFinding[] = problems.map((problem) => ({
    ...problem,
    severity: incomplete.has(problem.line) ? "error" : "warning",
  }));
  const lines = new Map<string, number>();
  for (const lesson of lessons) {
    const { line } = lesson.source;
    const name = `entry "${lesson.title}"`;
    const first = lines.get(lessonIdentity(lesson));
    if (first !== undefined) {
      findings.push({
        line,
        severity: "warning",
        message: `${name}: the same mistake as the entry in line ${first}`,
      });
    }
    lines.set(lessonIdentity(lesson), first ?? line);
    const { pattern, reason } = compileLesson(python, lesson);
    if (!reason) continue;
    const use = pattern
      ? "is reported where it is found, never replaced"
      : "is advice for authors, never looked for";
    findings.push({ line, severity: "note", message: `${name}: ${use}: ${reason}` });
  }
  return findings.sort((a, b) => a.line - b.line);
}
