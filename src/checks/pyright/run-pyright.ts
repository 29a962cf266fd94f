import * as z from "zod";
import { environmentError } from "../../errors.ts";
import type { RunProcess } from "../../process/run.ts";
import type { Finding } from "../model.ts";

const position = z.object({ line: z.number(), character: z.number() });
const report = z.object({
  version: z.string(),
  generalDiagnostics: z.array(
    z.object({
      file: z.string(),
      severity: z.enum(["error", "warning", "information"]),
      message: z.string(),
      range: z.object({ start: position, end: position }).optional(),
      rule: z.string().optional(),
    }),
  ),
  summary: z.object({ filesAnalyzed: z.number(), errorCount: z.number() }),
});

export interface PyrightRequest {
  /** How pyright is started: `["node", ".../pyright/index.js"]` or `["pyright"]`. */
  readonly command: readonly [string, ...string[]];
  readonly root: string;
  /** Repository-relative files. */
  readonly files: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly runProcess: RunProcess;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface PyrightResult {
  readonly version: string;
  /** Errors only; warnings do not stop a test. */
  readonly findings: readonly TypeFinding[];
}

/** A diagnostic with its whole range; lines and columns are 1-based, the end is exclusive. */
export interface TypeFinding extends Finding {
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * Checks files with the repository's own pyright settings.
 * "No errors" counts only when pyright says that it looked: an excluded file would otherwise be clean for nothing.
 * @throws environment error when pyright cannot be run or analysed nothing
 */
export async function runPyright(request: PyrightRequest): Promise<PyrightResult> {
  const result = await request.runProcess({
    command: [...request.command, "--outputjson", ...request.files],
    cwd: request.root,
    env: request.env,
    timeoutMs: request.timeoutMs,
    ...(request.signal ? { signal: request.signal } : {}),
  });
  const parsed = report.safeParse(json(result.stdout));
  if (!parsed.success) {
    const why =
      result.startError ??
      (result.timedOut ? "it ran out of time" : firstLine(result.stderr || result.stdout));
    throw environmentError({
      code: "pyright.unusable",
      message: `pyright gave no report: ${why}.`,
      hint: "Check `pyright-command`; `npm install --global pyright` installs it.",
      cause: parsed.error,
    });
  }
  const { generalDiagnostics, summary, version } = parsed.data;
  if (summary.filesAnalyzed < request.files.length) {
    throw environmentError({
      code: "pyright.nothing-analysed",
      message: `pyright analysed ${summary.filesAnalyzed || "none"} of ${request.files.join(", ")}.`,
      hint: "Its configuration excludes the test directory; take the directory out of `exclude`.",
    });
  }
  return {
    version,
    findings: generalDiagnostics
      .filter(({ severity }) => severity === "error")
      .map(({ file, message, range, rule }) => ({
        check: "types",
        rule: rule ?? "syntax",
        message,
        file: relativeTo(request.root, file),
        line: (range?.start.line ?? -1) + 1,
        column: (range?.start.character ?? -1) + 1,
        endLine: (range?.end.line ?? -1) + 1,
        endColumn: (range?.end.character ?? -1) + 1,
        verdict: "heal" as const,
      })),
  };
}

const relativeTo = (root: string, file: string): string =>
  file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;

const firstLine = (text: string): string => text.trim().split("\n")[0]?.slice(0, 300) ?? "no output";

function json(text: string): unknown {
  try {
    return JSON.parse(text.slice(Math.max(0, text.indexOf("{"))));
  } catch {
    return null;
  }
}
