import { collectLessons } from "../graveyard/collect.ts";
import type { Lesson } from "../graveyard/model.ts";
import { readGraveyard } from "../graveyard/read.ts";
import { CONFIG_FILES } from "../suite/config.ts";
import { indexSuite } from "../suite/index-suite.ts";
import type { SuiteIndex } from "../suite/model.ts";
import type { Effects, Settings } from "./effects.ts";
import { type PhaseResult, runPhase } from "./phase.ts";

/** What the repository offers, and what was learned in it before. */
export interface Explored {
  readonly suite: SuiteIndex;
  readonly lessons: readonly Lesson[];
}

/** Name under which the lessons that testgen ships are shown. */
export const STARTER_LESSONS = "testgen:GRAVEYARD.md";

/** Reads the repository once; several plans of one run share it. */
export async function readRepository(effects: Pick<Effects, "workspace" | "python">): Promise<SuiteIndex> {
  const config = await effects.workspace.textFiles(CONFIG_FILES);
  return indexSuite(effects.python, { python: await effects.workspace.pythonFiles(), config });
}

/** The starter lessons and the repository's own, which wins where both say something; malformed entries are problems. */
export function lessonsOf(
  effects: Pick<Effects, "starterLessons">,
  { graveyardPath }: Pick<Settings, "graveyardPath">,
  graveyard: string | null,
): { lessons: readonly Lesson[]; own: number; problems: readonly { line: number; message: string }[] } {
  const file = { path: graveyardPath, text: graveyard ?? "" };
  const own = graveyard === null ? { lessons: [], problems: [] } : readGraveyard(file);
  return {
    lessons: collectLessons([{ path: STARTER_LESSONS, text: effects.starterLessons }, file]),
    own: own.lessons.length,
    problems: own.problems,
  };
}

/** Phase 2: repository → suite and lessons. The repository's own lessons win over the ones that testgen ships. */
export const explore = (
  effects: Effects,
  settings: Settings,
  plan: string,
  repository: () => Promise<SuiteIndex>,
  graveyard: string | null,
): Promise<Explored> =>
  runPhase(effects, plan, "explore", async (): Promise<PhaseResult<Explored>> => {
    const suite = await repository();
    const { lessons, own, problems } = lessonsOf(effects, settings, graveyard);
    for (const { line, message } of problems) {
      effects.journal.append({
        type: "note",
        plan,
        line: 0,
        message: `${settings.graveyardPath}:${line}: ${message}`,
      });
    }
    for (const { file, line } of suite.unreadable.slice(0, 5)) {
      effects.journal.append({
        type: "note",
        plan,
        line: 0,
        message: `${file}:${line}: not readable as Python.`,
      });
    }
    return {
      value: { suite, lessons },
      facts: {
        files: suite.files,
        fixtures: suite.fixtures.length,
        helpers: suite.helpers.length,
        lessons: lessons.length,
        "own lessons": own,
      },
    };
  });
