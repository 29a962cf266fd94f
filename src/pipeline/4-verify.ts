import type { Finding } from "../checks/model.ts";
import { isOtherRefusal, leavesKindOpen } from "../checks/pytest/refusal.ts";
import type { TestDescription } from "../description/model.ts";
import type { Allowance } from "../draft/gate.ts";
import type { Draft, DraftFile, Patch } from "../draft/model.ts";
import { environmentError } from "../errors.ts";
import { applyLessons } from "../graveyard/apply.ts";
import { findViolations } from "../graveyard/match.ts";
import type { Lesson } from "../graveyard/model.ts";
import type { PythonParser } from "../python/parser.ts";
import { withoutLeftImports } from "../python/unused-imports.ts";
import type { SuiteIndex } from "../suite/model.ts";
import type { Explored } from "./2-explore.ts";
import type { Effects } from "./effects.ts";
import { gatekeeper, testsByNodeid } from "./gatekeeper.ts";
import { heal } from "./heal.ts";
import { type PhaseResult, runPhase } from "./phase.ts";

/** Phase 4: known mistakes out, before they cost cluster time. Never fatal. */
export const verify = (
  effects: Effects,
  plan: string,
  { suite, lessons }: Explored,
  description: TestDescription,
  draft: Draft,
): Promise<Draft> =>
  runPhase(effects, plan, "verify", async (): Promise<PhaseResult<Draft>> => {
    const { python } = effects;
    let found = -1;
    const result = await heal({
      plan,
      phase: "verify",
      draft,
      check: async (current) => {
        const findings = checkLessons(python, lessons, current.files);
        if (found < 0) found = findings.length;
        return findings;
      },
      repairs: lessons.map((lesson) => (current: Draft) => lessonPatch(python, lesson, current)),
      author: effects.author,
      suite,
      gate: gatekeeper(python, suite, (current) => taughtRefusals(suite, lessons, description, current)),
      maxIterations: lessons.length,
      maxRetries: 0,
      journal: effects.journal,
    });
    const left = result.findings.length;
    const facts = { lessons: lessons.length, violations: found, fixed: Math.max(0, found - left), left };
    if (left === 0) return { value: result.draft, facts };
    const named = [...new Set(result.findings.map((finding) => finding.rule))];
    return {
      value: result.draft,
      facts,
      status: "degraded",
      problem: environmentError({
        code: "lessons.left",
        message: `${left} known mistake(s) could not be mended by rule: ${named.join(" · ")}`,
        hint: "Read the lesson in GRAVEYARD.md and mend the test by hand.",
      }),
    };
  });

/** Every place in the draft that repeats a lesson's mistake. */
export function checkLessons(
  python: PythonParser,
  lessons: readonly Lesson[],
  files: readonly DraftFile[],
): Finding[] {
  return files
    .filter((file) => file.path.endsWith(".py"))
    .flatMap((file) =>
      findViolations(python, lessons, file.content).map(({ lesson, line, reason }) => ({
        check: "graveyard",
        rule: lesson.title,
        message: reason === null ? lesson.howToAvoid : `${lesson.howToAvoid} (${reason})`,
        file: file.path,
        line,
        column: 0,
        verdict: "heal" as const,
      })),
    );
}

/** One patch that mends every violation of one lesson; null when there is none that a rule can mend. */
export function lessonPatch(python: PythonParser, lesson: Lesson, draft: Draft): Patch | null {
  let count = 0;
  const files = draft.files.flatMap((file) => {
    const { source, fixed } = applyLessons(python, [lesson], file.content);
    count += fixed.length;
    if (source === file.content) return [];
    return [{ path: file.path, content: withoutLeftImports(python, file.content, source) }];
  });
  if (files.length === 0) return null;
  return { files, by: `lesson:${lesson.title}`, summary: `${lesson.title} (${count}×)` };
}

const RAISES = /pytest\.raises\(\s*(\w+)/;

/**
 * A lesson may teach which refusal a request really gets, but only where the plan leaves the kind open, and only another
 * refusal that the suite knows: GRAVEYARD.md may come with the pull request, and must not talk a test out of its oracle.
 */
function taughtRefusals(
  suite: SuiteIndex,
  lessons: readonly Lesson[],
  description: TestDescription,
  draft: Draft,
): Allowance[] {
  const pairs = lessons.flatMap(({ wrongCode, correctCode }) => {
    const from = RAISES.exec(wrongCode)?.[1];
    const to = RAISES.exec(correctCode)?.[1];
    return from && to && isOtherRefusal(suite, from, to) ? [{ from, to }] : [];
  });
  if (pairs.length === 0) return [];
  return [...testsByNodeid(description, draft)].flatMap(([nodeid, test]) =>
    leavesKindOpen(test) ? pairs.map((pair) => ({ kind: "raises-type" as const, nodeid, ...pair })) : [],
  );
}
