import type { PythonParser } from "../python/parser.ts";
import { type FileView, viewFile } from "./gate/file-view.ts";
import { type Allowance, type FilePair, type Judgement, reason } from "./gate/judgement.ts";
import { judgeRepair } from "./gate/rules/broken.ts";
import { judgeConstructs } from "./gate/rules/constructs.ts";
import { judgeFunctions, judgeNew } from "./gate/rules/functions.ts";
import { judgeImports, judgeShadowing } from "./gate/rules/imports.ts";
import { judgeModuleCode } from "./gate/rules/module-code.ts";
import { judgePaths } from "./gate/rules/paths.ts";
import { judgeSmells } from "./gate/rules/smells.ts";
import { judgeText } from "./gate/rules/text.ts";
import { likenessOf } from "./gate/same-value.ts";
import { constantLookup } from "./gate/syntax/constants.ts";
import type { DraftFile, GateDecision, GateReason } from "./model.ts";

export type { Allowance } from "./gate/judgement.ts";

/** An edit to be judged: the same files before and after, and what the caller knows about the suite. */
export interface GateRequest {
  readonly before: readonly DraftFile[];
  /** Every file of `before`, edited or not, and new ones. */
  readonly after: readonly DraftFile[];
  readonly allow?: readonly Allowance[];
  /** Directories where new files may be written; none by default. */
  readonly allowedPaths?: readonly string[];
  /** Bases of the suite's errors by name: `{ VmBusyError: ["VmError"] }`. */
  readonly exceptionBases?: Readonly<Record<string, readonly string[]>>;
  /** Constants and enum members by dotted name, with their value as written: `{ "VmStatus.RUNNING": '"Running"' }`. */
  readonly constants?: Readonly<Record<string, string>>;
  /** Names of the fixtures that the suite offers. Without them no fixture that a test uses may be defined by the edit. */
  readonly fixtures?: readonly string[];
}

/**
 * Would this edit weaken a test? It is refused when anything the tests demanded before is demanded less after: whoever
 * proposes it, and for whatever reason. What the gate cannot tell apart from a weakening it refuses too. Never throws.
 */
export function judge(python: PythonParser, request: GateRequest): GateDecision {
  const { before, after } = request;
  const reasons = judgePaths(before, after, request.allowedPaths ?? []);
  const changed = after.filter((file) => file.path.endsWith(".py") && !isUnchanged(file, before));
  if (changed.length > 0) reasons.push(...judgeChanged(python, request, changed));
  const unique = reasons.filter(
    (one, index) =>
      reasons.findIndex((other) => other.message === one.message && other.line === one.line) === index,
  );
  return { accepted: unique.length === 0, reasons: unique };
}

function isUnchanged(file: DraftFile, before: readonly DraftFile[]): boolean {
  return before.some((other) => other.path === file.path && other.content === file.content);
}

function judgeChanged(
  python: PythonParser,
  request: GateRequest,
  changed: readonly DraftFile[],
): GateReason[] {
  const views = (files: readonly DraftFile[]): FileView[] =>
    files.filter((file) => file.path.endsWith(".py")).map((file) => viewFile(python, file));
  const allow = request.allow ?? [];
  const judgement: Judgement = {
    python,
    before: views(request.before),
    after: views(request.after),
    allow,
    exceptionBases: request.exceptionBases ?? {},
    fixtures: request.fixtures ? new Set(request.fixtures) : null,
    likeness: likenessOf(allow.flatMap((one) => (one.kind === "name" ? [one] : []))),
    constant: constantLookup(python, request.constants ?? {}),
  };
  return changed.flatMap(({ path }) => {
    const after = judgement.after.find((view) => view.path === path);
    const before = judgement.before.find((view) => view.path === path) ?? null;
    const reasons = after ? judgeFile(before, after, judgement) : [];
    return changed.length === 1
      ? reasons
      : reasons.map((one) => ({ ...one, message: `${path}: ${one.message}` }));
  });
}

function judgeFile(before: FileView | null, after: FileView, judgement: Judgement): GateReason[] {
  const { malformed } = after.source;
  if (malformed) {
    const message = `the edit is no valid Python: line ${malformed.line}, ${malformed.why}`;
    return [reason("syntax-error", message, 0)];
  }
  const reasons = [
    ...judgeChange(before, after, judgement),
    ...judgeText(before?.content ?? "", after, before?.source.comments ?? []),
    ...judgeConstructs(before, after),
  ];
  const smells = judgeSmells(before, after).filter(
    (smell) => !reasons.some((known) => known.rule === smell.rule && known.line === smell.line),
  );
  return [...reasons, ...smells];
}

/** What the two versions say when they are laid side by side. */
function judgeChange(before: FileView | null, after: FileView, judgement: Judgement): GateReason[] {
  if (before === null) return judgeNewFile(after, judgement);
  if (before.source.malformed) return judgeRepair(before, after);
  const pair: FilePair = { before, after };
  const added = [...after.definitions.values()].filter(({ qualname }) => !before.definitions.has(qualname));
  return [
    ...judgeFunctions(pair, judgement),
    ...judgeModuleCode(pair, judgement),
    ...judgeImports(pair, judgement),
    ...added.flatMap((definition) => judgeShadowing(pair, definition)),
  ];
}

/** A new file has nothing to weaken, but it must not steer pytest or stand in for what others use. */
function judgeNewFile(after: FileView, judgement: Judgement): GateReason[] {
  const pair: FilePair = { before: viewFile(judgement.python, { path: after.path, content: "" }), after };
  return [
    ...[...after.definitions.values()].flatMap((definition) => judgeNew(pair, definition, judgement)),
    ...judgeModuleCode(pair, judgement).filter(({ rule }) => rule !== "class-added"),
    ...judgeImports(pair, judgement),
  ];
}
