import { classify, suggestionFor } from "../checks/classify.ts";
import type { Finding } from "../checks/model.ts";
import type { PlannedResult } from "../checks/nodeid.ts";
import { type MistakenRefusal, mistakenRefusal } from "../checks/pytest/refusal.ts";
import { refusalLesson, repairRefusal } from "../checks/pytest/repair-refusal.ts";
import { type PytestRun, runPytest } from "../checks/pytest/run-pytest.ts";
import type { DescribedTest, TestDescription } from "../description/model.ts";
import type { Draft } from "../draft/model.ts";
import type { Lesson } from "../graveyard/model.ts";
import type { EventOf } from "../journal/events.ts";
import type { SuiteIndex } from "../suite/model.ts";
import type { PlanEffects, Settings } from "./effects.ts";
import { gatekeeper, testsByNodeid } from "./gatekeeper.ts";
import { heal } from "./heal.ts";
import { refuseChangedOracles } from "./oracle-guard.ts";
import { type PhaseResult, runPhase } from "./phase.ts";

export interface RunRequest {
  readonly plan: string;
  readonly description: TestDescription;
  readonly suite: SuiteIndex;
  readonly draft: Draft;
}

export interface RunOutcome {
  readonly draft: Draft;
  readonly tests: readonly TestOutcome[];
  /** Lessons whose cure was seen to work. */
  readonly lessons: readonly Lesson[];
  /** Why the environment stopped the run; null when it did not. */
  readonly stopped: string | null;
}

export type TestOutcome = Omit<EventOf<"test">, "type" | "at" | "plan">;

/** What is known of one test while the phase goes on. */
interface TestRecord {
  readonly test: DescribedTest | undefined;
  readonly scenario: string;
  attempts: number;
  finding: Finding | null;
  detail: string;
  signal: string;
  /** The last verdict that led to another attempt. */
  cured: "heal" | "retry" | null;
  passes: number;
  /** Passed and failed on the same code, without a transient fault to blame. */
  flaky: boolean;
}

/**
 * Phase 6: runs the tests on the cluster, decides a verdict for each failure, heals what may be healed, and runs
 * everything again to confirm. A failure that speaks of the product or the environment is reported, never edited.
 */
export const run = (effects: PlanEffects, settings: Settings, request: RunRequest): Promise<RunOutcome> =>
  runPhase(effects, request.plan, "run", async (): Promise<PhaseResult<RunOutcome>> => {
    const { plan, description, draft } = request;
    const nodeids = draft.trace
      .filter((entry) => entry.status === "implemented")
      .map((entry) => entry.nodeid);
    if (nodeids.length === 0) {
      const tests = reportAll(effects, plan, draft, new Map());
      return {
        value: { draft, tests, lessons: [], stopped: null },
        facts: { implemented: 0 },
        status: "skipped",
      };
    }
    refuseChangedOracles(effects.python, description, draft);
    const session = new Session(effects, settings, request, nodeids);
    const healed = await heal({
      plan,
      phase: "run",
      draft,
      check: (current) => session.check(current),
      repairs: [(current) => session.repair(current)],
      author: effects.author,
      suite: request.suite,
      gate: gatekeeper(effects.python, request.suite, () => session.allowances()),
      maxIterations: settings.healMaxIterations,
      maxRetries: settings.retries,
      journal: effects.journal,
    });
    refuseChangedOracles(effects.python, description, healed.draft);
    if (session.stopped === null) await session.confirm(healed.draft);
    const tests = reportAll(effects, plan, healed.draft, session.records);
    const passed = tests.filter((test) => test.status === "passed" || test.status === "healed").length;
    return {
      value: { draft: healed.draft, tests, lessons: session.provenLessons(), stopped: session.stopped },
      facts: {
        passed,
        implemented: nodeids.length,
        runs: session.runs,
        fixes: healed.patches.length,
        retries: healed.retries,
        "product bugs": tests.filter((test) => test.verdict === "product-bug").length,
      },
      ...(passed === nodeids.length ? {} : { status: "degraded" as const }),
    };
  });

/** The runs of one plan's tests on the cluster, and what they showed. */
class Session {
  readonly records = new Map<string, TestRecord>();
  runs = 0;
  stopped: string | null = null;
  readonly #effects: PlanEffects;
  readonly #settings: Settings;
  readonly #request: RunRequest;
  readonly #nodeids: readonly string[];
  readonly #mistakes = new Map<string, MistakenRefusal>();
  readonly #lessons = new Map<string, Lesson>();

  constructor(effects: PlanEffects, settings: Settings, request: RunRequest, nodeids: readonly string[]) {
    this.#effects = effects;
    this.#settings = settings;
    this.#request = request;
    this.#nodeids = nodeids;
    const tests = testsByNodeid(request.description, request.draft);
    for (const entry of request.draft.trace) {
      if (entry.status !== "implemented") continue;
      this.records.set(entry.nodeid, {
        test: tests.get(entry.nodeid),
        scenario: entry.scenario,
        attempts: 0,
        finding: null,
        detail: "",
        signal: "",
        cured: null,
        passes: 0,
        flaky: false,
      });
    }
  }

  /** Runs what may still change: everything at first, then only what is to be healed or retried. */
  async check(draft: Draft): Promise<readonly Finding[]> {
    const pending = this.#nodeids.filter((nodeid) => {
      const record = this.records.get(nodeid);
      return record?.attempts === 0 || /^(?:heal|retry)$/.test(record?.finding?.verdict ?? "");
    });
    for (const nodeid of pending) {
      const record = this.records.get(nodeid);
      const verdict = record?.finding?.verdict;
      if (record && (verdict === "heal" || verdict === "retry")) record.cured = verdict;
    }
    await this.#run(draft, pending);
    return [...this.records.values()].flatMap(({ finding }) => (finding ? [finding] : []));
  }

  /**
   * All tests once more, as often as configured. What passed before and fails now, or the other way round, is flaky:
   * it proves nothing.
   */
  async confirm(draft: Draft): Promise<void> {
    for (let count = 0; count < this.#settings.confirmRuns && this.stopped === null; count += 1) {
      const before = new Map([...this.records].map(([nodeid, record]) => [nodeid, record.finding]));
      await this.#run(draft, this.#nodeids);
      for (const [nodeid, record] of this.records) {
        const was = before.get(nodeid) ?? null;
        if (this.stopped !== null || (was === null) === (record.finding === null)) continue;
        const transient = [was, record.finding].some((finding) => finding?.verdict === "retry");
        if (transient) await this.#run(draft, [nodeid]);
        else record.flaky = true;
      }
    }
  }

  /** The rule that phase 6 knows today: a request that was refused, though not with the error the draft guessed. */
  repair(draft: Draft): ReturnType<typeof repairRefusal> {
    const { python } = this.#effects;
    const path = draft.files[0]?.path ?? "";
    const patch = repairRefusal(python, this.#request.suite, draft, path, [...this.#mistakes.values()]);
    if (patch === null) return null;
    for (const [nodeid, mistake] of this.#mistakes) {
      const source = draft.files[0]?.content ?? "";
      const date = this.#effects.now().toISOString().slice(0, 10);
      this.#lessons.set(nodeid, refusalLesson(python, mistake, { date, nodeid, source }));
    }
    return patch;
  }

  allowances(): { kind: "raises-type"; nodeid: string; from: string; to: string }[] {
    return [...this.#mistakes].map(([nodeid, { from, to }]) => ({ kind: "raises-type", nodeid, from, to }));
  }

  /** Lessons of tests that passed afterwards; a cure that did not work teaches nothing. */
  provenLessons(): Lesson[] {
    return [...this.#lessons].flatMap(([nodeid, lesson]) => {
      const record = this.records.get(nodeid);
      return record?.finding === null && !record.flaky ? [lesson] : [];
    });
  }

  async #run(draft: Draft, nodeids: readonly string[]): Promise<void> {
    const effects = this.#effects;
    this.runs += 1;
    this.#mistakes.clear();
    await effects.change.write(draft.files);
    const result = await runPytest({
      command: this.#settings.pytestCommand,
      root: effects.workspace.root,
      nodeids,
      files: draft.files.map((file) => file.path),
      label: `${this.#request.plan.replaceAll(/[^A-Za-z0-9._-]+/g, "_")}/run-${this.runs}`,
      evidence: effects.evidence,
      env: effects.childEnv,
      runProcess: effects.runProcess,
      timeoutMs: this.#settings.runTimeoutMs,
      redact: effects.redact,
      ...(effects.signal ? { signal: effects.signal } : {}),
    });
    effects.signal?.throwIfAborted();
    for (const planned of result.results) this.#judge(draft, planned, result);
    effects.journal.append({
      type: "evidence",
      plan: this.#request.plan,
      run: this.runs,
      exitCode: result.exitCode,
      planned: nodeids.length,
      passed: result.results.filter((one) => one.status === "passed").length,
      junit: result.junitDigest,
      log: result.log,
      problem: result.broken?.message ?? null,
    });
  }

  #judge(draft: Draft, planned: PlannedResult, result: PytestRun): void {
    const record = this.records.get(planned.nodeid);
    if (!record) return;
    record.attempts += 1;
    if (result.broken) {
      this.stopped = result.broken.message;
      record.finding = this.#finding(
        planned.nodeid,
        result.broken.category,
        result.broken.message,
        "infra",
        0,
      );
      record.detail = result.broken.hint;
      record.signal = `exit code ${result.exitCode}`;
      return;
    }
    if (planned.status === "passed") {
      record.passes += 1;
      record.finding = null;
      return;
    }
    const failure =
      planned.cases.find((one) => one.status === "failed" || one.status === "error") ?? planned.cases[0];
    const message = failure?.message ?? "pytest did not execute this test.";
    const detail = failure?.detail ?? "";
    const path = planned.nodeid.split("::")[0] ?? "";
    const source = draft.files.find((file) => file.path === path)?.content ?? "";
    const mistake =
      record.test && failure?.when === "call"
        ? mistakenRefusal(this.#effects.python, this.#request.suite, record.test, source, {
            file: path,
            message,
            detail,
          })
        : null;
    const judged = classify({
      message,
      traceback: detail,
      when: failure?.when,
      negative: record.test?.negative,
    });
    const unexecuted = planned.status === "missing" || planned.status === "skipped";
    record.detail = detail || message;
    record.signal = mistake ? `${mistake.to} instead of ${mistake.from}` : judged.signal;
    if (mistake) {
      this.#mistakes.set(planned.nodeid, mistake);
      record.finding = this.#finding(planned.nodeid, "expected_exception", message, "heal", mistake.line);
    } else if (unexecuted) {
      const why = planned.status === "skipped" ? `Skipped: ${message}` : message;
      record.finding = this.#finding(planned.nodeid, "not_executed", why, "infra", 0);
    } else {
      record.finding = this.#finding(
        planned.nodeid,
        judged.category,
        message,
        judged.verdict,
        lineOf(path, detail),
      );
    }
  }

  #finding(
    nodeid: string,
    rule: string,
    message: string,
    verdict: Finding["verdict"],
    line: number,
  ): Finding {
    return {
      check: "run",
      rule,
      message,
      file: nodeid.split("::")[0] ?? "",
      line,
      column: 0,
      nodeid,
      verdict,
    };
  }
}

function lineOf(path: string, detail: string): number {
  const escaped = path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const lines = [...detail.matchAll(new RegExp(String.raw`${escaped}:(\d+)`, "g"))];
  return Number(lines.at(-1)?.[1] ?? 0);
}

/** Writes each test's end to the journal: implemented ones with their verdict, described ones with the reason. */
function reportAll(
  effects: PlanEffects,
  plan: string,
  draft: Draft,
  records: ReadonlyMap<string, TestRecord>,
): TestOutcome[] {
  return draft.trace.map((entry) => {
    const record = records.get(entry.nodeid);
    const outcome = record
      ? outcomeOf(entry.nodeid, record)
      : {
          nodeid: entry.nodeid,
          scenario: entry.scenario,
          status: "described" as const,
          verdict: null,
          category: "",
          attempts: 0,
          message: entry.reason ?? "",
          signal: "",
          suggestion: "",
          detail: "",
        };
    effects.journal.append({ type: "test", plan, ...outcome });
    return outcome;
  });
}

function outcomeOf(nodeid: string, record: TestRecord): TestOutcome {
  const { finding, cured, attempts, scenario, flaky } = record;
  const base = { nodeid, scenario, attempts, signal: record.signal };
  if (finding === null && !flaky) {
    return {
      ...base,
      status: cured === "heal" ? "healed" : "passed",
      verdict: cured,
      category: "",
      message: "",
      suggestion: "",
      detail: "",
    };
  }
  return {
    ...base,
    status: flaky ? "flaky" : finding?.rule === "not_executed" ? "not-run" : "failed",
    verdict: finding?.verdict ?? null,
    category: flaky ? "flaky" : (finding?.rule ?? ""),
    message: finding?.message ?? "Passed and failed on the same code.",
    suggestion: suggestionFor(flaky ? "flaky" : (finding?.rule ?? "")),
    detail: record.detail,
  };
}
