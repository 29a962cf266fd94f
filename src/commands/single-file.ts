import type { TestDescription } from "../description/model.ts";
import { readDocstringFile } from "../description/read-docstring.ts";
import type { Draft, TraceEntry } from "../draft/model.ts";
import { restamped } from "../draft/stamp.ts";
import { inputError } from "../errors.ts";
import { viewOf } from "../journal/view.ts";
import { lessonsOf, readRepository } from "../pipeline/2-explore.ts";
import { verify } from "../pipeline/4-verify.ts";
import { types } from "../pipeline/5-types.ts";
import { run } from "../pipeline/6-run.ts";
import type { PlanEffects, Settings } from "../pipeline/effects.ts";
import { recordLessons } from "../pipeline/lessons.ts";
import { outcomeOf } from "../pipeline/outcome.ts";
import { takeBack } from "../pipeline/run-plans.ts";
import { readModule } from "../python/module.ts";
import { loadPython } from "../python/parser.ts";
import { planJson } from "../report/json.ts";
import { planText } from "../report/text.ts";
import { readNamed } from "./document.ts";
import { at, type Io, json, say } from "./io.ts";
import { exitCodeFor, tell } from "./run.ts";
import { openSession, repositoryPath, type SessionOptions } from "./session.ts";

interface Work {
  readonly effects: PlanEffects;
  readonly settings: Settings;
  /** The file's path in the repository. */
  readonly path: string;
  readonly draft: Draft;
  readonly description: TestDescription;
}

/**
 * Opens one existing test file as a draft, lets `work` have it, and takes every write back when it throws. A file that
 * cannot be read stops the command before anything is opened or written.
 */
async function withFile<T>(
  io: Io,
  file: string,
  options: SessionOptions,
  work: (work: Work) => Promise<T>,
): Promise<T> {
  const path = await repositoryPath(io, options, file);
  const content = await readNamed(io, file);
  const { description } = readDocstringFile(await loadPython(), content, path);
  const session = await openSession(io, options, [path], (event) => tell(io, event));
  const effects: PlanEffects = { ...session.effects, change: session.effects.workspace.change() };
  try {
    const draft: Draft = { files: [{ path, content }], trace: traceOf(effects, path, content, description) };
    return await work({ effects, settings: session.settings, path, draft, description });
  } catch (error) {
    await takeBack(effects);
    throw error;
  } finally {
    session.close();
  }
}

/** Every test function of the file, with the scenario its docstring names. */
function traceOf(
  effects: PlanEffects,
  path: string,
  content: string,
  description: TestDescription,
): TraceEntry[] {
  const scenarios = new Map(
    description.groups.flatMap((group) =>
      group.tests.map(
        (test) => [group.name === "" ? test.name : `${group.name}::${test.name}`, test.scenario] as const,
      ),
    ),
  );
  const module = readModule(effects.python, content);
  const off = new Set(
    module.assignments
      .filter(({ name, value }) => name.endsWith("__test__") && value === "False")
      .map(({ name }) => name),
  );
  return module.functions
    .filter(({ qualname }) => /^(?:Test\w*\.)?test_\w+$/.test(qualname))
    .filter(({ qualname }) => !off.has("__test__") && !off.has(`${qualname.split(".")[0]}.__test__`))
    .map(({ qualname }) => {
      const test = qualname.replaceAll(".", "::");
      return {
        test,
        scenario: scenarios.get(test) ?? "",
        nodeid: `${path}::${test}`,
        status: "implemented",
        reason: null,
        bindings: [],
      };
    });
}

/** `testgen verify FILE`: phase 4 on any test file. */
export const verifyCommand = (io: Io, file: string, options: SessionOptions): Promise<number> =>
  withFile(io, file, options, async ({ effects, settings, path, draft, description }) => {
    const suite = await readRepository(effects);
    const graveyard = await effects.workspace.readText(settings.graveyardPath);
    const { lessons } = lessonsOf(effects, settings, graveyard);
    const verified = await verify(effects, path, { suite, lessons }, description, draft);
    await effects.change.write(sealed(draft, verified));
    const checks = effects.journal.events.flatMap((event) => (event.type === "checked" ? [event] : []));
    const left = new Set(checks.at(-1)?.findings.map((finding) => finding.rule));
    const violations = (checks[0]?.findings ?? []).map(({ rule, line }) => ({
      entry: rule,
      line,
      fixed: !left.has(rule),
    }));
    if (options.json) io.out(json({ checked: lessons.length, violations, file: path }));
    else {
      for (const { entry, line, fixed } of violations)
        say(io, `${at(path, line)}: ${entry}: ${fixed ? "fixed" : "not fixed"}`);
      say(io, `${path}: ${lessons.length} lessons checked, ${violations.length} violations.`);
    }
    return violations.every((violation) => violation.fixed) ? 0 : 1;
  });

/** `testgen types FILE`: phase 5 on any Python file. */
export const typesCommand = (io: Io, file: string, options: SessionOptions): Promise<number> =>
  withFile(io, file, options, async ({ effects, settings, path, draft }) => {
    const typed = await types(effects, settings, path, await readRepository(effects), draft);
    await effects.change.write(sealed(draft, typed));
    const phase = viewOf(effects.journal.events).plans[0]?.phases.find((one) => one.name === "types");
    const fixes = effects.journal.events.flatMap((event) =>
      event.type === "patch" && event.accepted ? [event.summary] : [],
    );
    const answer = {
      clean: phase?.facts.clean === true,
      iterations: Number(phase?.facts.iterations ?? 0),
      before: Number(phase?.facts.before ?? 0),
      after: Number(phase?.facts.errors ?? 0),
      fixes,
    };
    if (options.json) io.out(json(answer));
    else
      say(
        io,
        `${path}: ${answer.before} → ${answer.after} errors, ${answer.iterations} iterations${fixes.map((fix) => `\n  ${fix}`).join("")}`,
      );
    if (phase?.problem?.code.startsWith("pyright.")) return 3;
    return answer.clean ? 0 : 1;
  });

/** `testgen heal FILE`: phase 6 on any test file. */
export const healCommand = (io: Io, file: string, options: SessionOptions): Promise<number> =>
  withFile(io, file, options, async ({ effects, settings, path, draft, description }) => {
    const { journal, workspace } = effects;
    if (draft.trace.length === 0) {
      throw inputError({
        code: "heal.no-tests",
        message: `${path}: has no test function.`,
        hint: "Name a file whose tests pytest collects: functions named test_…, classes named Test….",
      });
    }
    journal.append({ type: "plan.started", plan: path });
    journal.append({
      type: "drafted",
      plan: path,
      files: [path],
      trace: draft.trace.map((entry) => ({ ...entry, bindings: [] })),
    });
    const suite = await readRepository(effects);
    const ran = await run(effects, settings, { plan: path, description, suite, draft });
    const end = outcomeOf(ran);
    const lessons = recordLessons(
      effects,
      settings,
      path,
      await workspace.readText(settings.graveyardPath),
      ran.lessons,
    );
    const files = end.outcome === "infra" ? [] : [...sealed(draft, ran.draft), ...lessons];
    if (files.length === 0) await takeBack(effects);
    else await effects.change.write(files);
    journal.append({ type: "plan.ended", plan: path, ...end, files: files.map((one) => one.path) });
    const { plans } = viewOf(journal.events);
    for (const plan of plans) {
      const healed = { ...plan, phases: plan.phases.filter(({ status }) => status !== "pending") };
      if (options.json) io.out(json(planJson(healed)));
      else say(io, planText(healed));
    }
    io.note(`Evidence: ${effects.evidence.directory}`);
    return exitCodeFor(plans);
  });

/** The files that changed, as they are written: what testgen wrote itself keeps a valid stamp. */
const sealed = (before: Draft, after: Draft): Draft["files"] =>
  after.files.flatMap((file) => {
    const old = before.files.find(({ path }) => path === file.path)?.content ?? "";
    return old === file.content ? [] : [{ ...file, content: restamped(old, file.content) }];
  });
