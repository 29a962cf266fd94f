import { createHash } from "node:crypto";
import { createTwoFilesPatch } from "diff";
import type { Author } from "../author/author.ts";
import type { Finding } from "../checks/model.ts";
import type { Draft, GateDecision, Patch } from "../draft/model.ts";
import type { PhaseName } from "../journal/events.ts";
import type { Journal } from "../journal/journal.ts";
import type { SuiteIndex } from "../suite/model.ts";

/** Looks at a draft and says what is wrong with it. */
export type Check = (draft: Draft, iteration: number) => Promise<readonly Finding[]>;

/** Answers findings by rule, or null when no rule applies. */
export type Repair = (draft: Draft, findings: readonly Finding[]) => Promise<Patch | null> | Patch | null;

/** Would this edit weaken a test? Nothing is applied without its consent. */
export type Gate = (before: Draft, patch: Patch) => GateDecision;

export interface HealRequest {
  readonly plan: string;
  readonly phase: PhaseName;
  readonly draft: Draft;
  readonly check: Check;
  /** Tried in order, before the author is asked. */
  readonly repairs: readonly Repair[];
  readonly author: Author;
  readonly suite: SuiteIndex;
  readonly gate: Gate;
  /** Edits at most. */
  readonly maxIterations: number;
  /** Runs of the same code at most, for findings with the verdict `retry`. */
  readonly maxRetries: number;
  readonly journal: Journal;
}

/**
 * clean: nothing is wrong · reported: what is left must not be edited · refused: the gate accepted no edit ·
 * unanswered: nobody knew an edit · stuck: the same findings on the same code again · exhausted: out of budget.
 */
export type HealStop = "clean" | "reported" | "refused" | "unanswered" | "stuck" | "exhausted";

export interface HealResult {
  readonly draft: Draft;
  /** Findings of the last check. */
  readonly findings: readonly Finding[];
  readonly stop: HealStop;
  /** Accepted edits, in order. */
  readonly patches: readonly Patch[];
  readonly checks: number;
  readonly retries: number;
}

/**
 * The one loop of phases 4, 5 and 6: check → findings → verdict → repair by rule → revise by author → gate → check
 * again, until clean, reported, stuck, refused or out of budget. Only findings with the verdict `heal` are edited.
 */
export async function heal(request: HealRequest): Promise<HealResult> {
  const { check, journal, plan, phase } = request;
  const patches: Patch[] = [];
  const seen = new Set<string>();
  const refusedBefore = new Set<string>();
  let draft = request.draft;
  let retries = 0;
  for (let checks = 1; ; checks += 1) {
    const findings = await check(draft, checks);
    journal.append({ type: "checked", plan, phase, iteration: checks, findings: [...findings] });
    const end = (stop: HealStop): HealResult => ({ draft, findings, stop, patches, checks, retries });

    const healable = findings.filter((finding) => finding.verdict === "heal");
    const transient = findings.some((finding) => finding.verdict === "retry");
    if (findings.length === 0) return end("clean");
    const mayRetry = transient && retries < request.maxRetries;
    if (healable.length === 0) {
      if (!mayRetry) return end("reported");
      retries += 1;
      continue;
    }
    const state = fingerprint(draft, healable);
    if (seen.has(state)) return end("stuck");
    seen.add(state);
    if (patches.length >= request.maxIterations) return end("exhausted");

    const answer = await answerFor(request, draft, healable, { patches, refusedBefore, iteration: checks });
    if (typeof answer === "string") {
      if (!mayRetry) return end(answer);
      retries += 1;
      seen.delete(state);
      continue;
    }
    draft = applyPatch(draft, answer);
    patches.push(answer);
  }
}

/** The first proposal that the gate accepts; else why there is none. */
async function answerFor(
  request: HealRequest,
  draft: Draft,
  findings: readonly Finding[],
  so: { readonly patches: readonly Patch[]; readonly refusedBefore: Set<string>; readonly iteration: number },
): Promise<Patch | "refused" | "unanswered"> {
  let refused = false;
  const tried = so.patches.map((patch) => patch.summary);
  const byAuthor: Repair = () => request.author.revise({ draft, findings, suite: request.suite, tried });
  for (const repair of [...request.repairs, byAuthor]) {
    const patch = await repair(draft, findings);
    if (patch === null || !changes(draft, patch)) continue;
    const key = `${patch.by}\n${patch.summary}`;
    if (so.refusedBefore.has(key)) {
      refused = true;
      continue;
    }
    const decision = request.gate(draft, patch);
    request.journal.append({
      type: "patch",
      plan: request.plan,
      phase: request.phase,
      iteration: so.iteration,
      by: patch.by,
      summary: patch.summary,
      accepted: decision.accepted,
      reasons: [...decision.reasons],
      diff: diffOf(draft, patch),
    });
    if (decision.accepted) return patch;
    so.refusedBefore.add(key);
    refused = true;
  }
  return refused ? "refused" : "unanswered";
}

/** The draft with the patch's files in place of its own; the trace stays, a patch adds no test. */
export function applyPatch(draft: Draft, patch: Patch): Draft {
  const changed = new Map(patch.files.map((file) => [file.path, file]));
  const kept = draft.files.map((file) => changed.get(file.path) ?? file);
  const added = patch.files.filter((file) => !draft.files.some((known) => known.path === file.path));
  return { ...draft, files: [...kept, ...added] };
}

const contentOf = (draft: Draft, path: string): string =>
  draft.files.find((file) => file.path === path)?.content ?? "";

const changes = (draft: Draft, patch: Patch): boolean =>
  patch.files.some((file) => contentOf(draft, file.path) !== file.content);

/** Unified diff of what a patch changes. */
export const diffOf = (draft: Draft, patch: Patch): string =>
  patch.files
    .map((file) =>
      createTwoFilesPatch(
        `a/${file.path}`,
        `b/${file.path}`,
        contentOf(draft, file.path),
        file.content,
        "",
        "",
        {
          context: 3,
        },
      ).replace(/^=+\n/, ""),
    )
    .join("");

function fingerprint(draft: Draft, findings: readonly Finding[]): string {
  const said = findings.map(({ rule, file, message }) => `${rule}\n${file}\n${message}`).sort();
  const hash = createHash("sha256").update(said.join("\n\n"));
  for (const file of draft.files) hash.update(`\n${file.path}\n${file.content}`);
  return hash.digest("hex");
}
