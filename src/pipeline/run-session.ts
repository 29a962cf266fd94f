import { classify } from "../checks/failures/classify.ts";
import type { PlannedResult } from "../checks/junit/nodeid.ts";
import type { Classification, Finding, Phase, Verdict } from "../checks/model.ts";
import { isMistaken, leavesKindOpen, type MistakenRefusal, otherRefusal } from "../checks/pytest/refusal.ts";
import { refusalLesson, repairRefusal } from "../checks/pytest/repair-refusal.ts";
import type { RunProblem } from "../checks/pytest/run-problem.ts";
import type { PytestRun } from "../checks/pytest/run-pytest.ts";
import type { TestDescription } from "../description/model.ts";
import type { Allowance } from "../draft/gate.ts";
import type { Draft, Patch } from "../draft/model.ts";
import { environmentError } from "../errors.ts";
import type { Lesson } from "../graveyard/model.ts";
import type { SuiteIndex } from "../suite/model.ts";
import type { PlanEffects, Settings } from "./effects.ts";
import { testsByNodeid } from "./gatekeeper.ts";
import { ownCode } from "./own-code.ts";
import { runTests } from "./run-tests.ts";
import { contradictionOf, needsAnotherRun, type TestRecord } from "./test-record.ts";

export interface RunRequest {
  readonly plan: string;
  readonly description: TestDescription;
  readonly suite: SuiteIndex;
  readonly draft: Draft;
}

/** The runs of one plan's tests on the cluster, and what they showed. */
export class RunSession {
  readonly records = new Map<string, TestRecord>();
  runs = 0;
  /** Why the environment stopped the run; null when it did not. */
  stopped: string | null = null;
  readonly #effects: PlanEffects;
  readonly #settings: Settings;
  readonly #request: RunRequest;
  /** Refusals of another kind than expected, in the last run, by node id. */
  readonly #mistakes = new Map<string, MistakenRefusal>();
  readonly #lessons = new Map<string, Lesson>();

  constructor(effects: PlanEffects, settings: Settings, request: RunRequest) {
    this.#effects = effects;
    this.#settings = settings;
    this.#request = request;
    const tests = testsByNodeid(request.description, request.draft);
    for (const { nodeid, scenario, status } of request.draft.trace) {
      if (status !== "implemented") continue;
      this.records.set(nodeid, {
        test: tests.get(nodeid),
        scenario,
        runs: [],
        finding: null,
        detail: "",
        signal: "",
      });
    }
  }

  /** Runs what may still change: everything at first, then only what is to be healed or retried. */
  async check(draft: Draft): Promise<readonly Finding[]> {
    const pending = this.#those(
      ({ runs, finding }) => runs.length === 0 || finding?.verdict === "heal" || finding?.verdict === "retry",
    );
    await this.#run(draft, pending);
    return [...this.records.values()].flatMap(({ finding }) => (finding ? [finding] : []));
  }

  /**
   * All tests once more, as often as configured; then those whose present code has fewer passes than that, because an
   * edit or a transient fault came in between.
   */
  async confirm(draft: Draft): Promise<void> {
    const { confirmRuns } = this.#settings;
    for (let count = 0; count < confirmRuns && this.stopped === null; count += 1) {
      await this.#run(draft, [...this.records.keys()]);
    }
    const open = (): string[] => this.#those((record) => needsAnotherRun(record, confirmRuns + 1));
    for (let nodeids = open(); nodeids.length > 0 && this.stopped === null; nodeids = open()) {
      await this.#run(draft, nodeids);
    }
  }

  /** Tests that passed in their last run, and how long they took. */
  passed(): Map<string, number> {
    return new Map(
      [...this.records].flatMap(([nodeid, { finding, runs }]) =>
        finding === null ? [[nodeid, runs.at(-1)?.seconds ?? 0] as const] : [],
      ),
    );
  }

  /** A test that is no part of the draft any more is neither run nor reported. */
  drop(nodeids: Iterable<string>): void {
    for (const nodeid of nodeids) this.records.delete(nodeid);
  }

  /** The rule that phase 6 knows: a request that was refused, though not with the error the draft guessed. */
  repair(draft: Draft): Patch | null {
    const { python, now } = this.#effects;
    const [nodeid] = this.#mistakes.keys();
    if (nodeid === undefined) return null;
    const path = fileOf(nodeid);
    const patch = repairRefusal(python, draft, path, [...this.#mistakes.values()]);
    if (patch === null) return null;
    const date = now().toISOString().slice(0, 10);
    const source = contentOf(draft, path);
    for (const [id, mistake] of this.#mistakes) {
      const lesson = refusalLesson(python, mistake, { date, nodeid: id, source });
      if (lesson) this.#lessons.set(id, lesson);
    }
    return patch;
  }

  /** What the gate may let pass because the last run is evidence for it. */
  allowances(): Allowance[] {
    return [...this.#mistakes].map(([nodeid, { from, to }]) => ({ kind: "raises-type", nodeid, from, to }));
  }

  /** Lessons of tests that passed once the edit was made; a cure that did not work teaches nothing. */
  provenLessons(patches: readonly Patch[]): Lesson[] {
    if (!patches.some(({ by }) => by === "rule:expected-exception")) return [];
    return [...this.#lessons].flatMap(([nodeid, lesson]) => {
      const record = this.records.get(nodeid);
      return record?.finding === null && !contradictionOf(record) ? [lesson] : [];
    });
  }

  #those(wanted: (record: TestRecord) => boolean): string[] {
    return [...this.records].flatMap(([nodeid, record]) => (wanted(record) ? [nodeid] : []));
  }

  async #run(draft: Draft, nodeids: readonly string[]): Promise<void> {
    const effects = this.#effects;
    this.runs += 1;
    this.#mistakes.clear();
    await effects.change.write(draft.files);
    const result = await runTests(effects, this.#settings, {
      plan: this.#request.plan,
      name: `run-${this.runs}`,
      files: draft.files,
      nodeids,
    });
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
    if (effects.signal?.aborted && result.broken) {
      const { message, hint } = result.broken;
      throw environmentError({
        code: "run.cancelled",
        message,
        hint: `${hint} Start it again with /testgen run.`.trim(),
      });
    }
  }

  #judge(draft: Draft, planned: PlannedResult, { broken, exitCode }: PytestRun): void {
    const record = this.records.get(planned.nodeid);
    if (!record) return;
    if (broken) this.#stop(record, planned.nodeid, broken, exitCode);
    else if (planned.status === "passed") passed(record, planned);
    else if (planned.status === "missing" || planned.status === "skipped") unexecuted(record, planned);
    else this.#fail(record, planned, draft);
    record.runs.push({
      code: ownCode(this.#effects.python, draft.files, planned.nodeid),
      verdict: record.finding?.verdict ?? null,
      rerun: planned.flaky,
      broken: broken !== null,
      seconds: planned.cases.reduce((sum, { seconds }) => sum + seconds, 0),
      message: record.finding?.message ?? planned.cases.find((one) => one.flaky)?.message ?? "",
    });
  }

  /** The run as a whole proves nothing. */
  #stop(record: TestRecord, nodeid: string, broken: RunProblem, exitCode: number | null): void {
    this.stopped = broken.message;
    record.finding = findingOf(nodeid, broken.category, broken.message, "infra");
    record.detail = broken.hint;
    record.signal = `exit code ${exitCode}`;
  }

  #fail(record: TestRecord, { nodeid, cases }: PlannedResult, draft: Draft): void {
    const failure = cases.find((one) => one.status === "failed" || one.status === "error");
    const { message = "", detail = "", when } = failure ?? {};
    const path = fileOf(nodeid);
    record.detail = detail || message;
    const { python } = this.#effects;
    const judged = classify({ message, traceback: detail, when, negative: record.test?.negative });
    // A conflict of versions, say, is a refusal that passes: it tells nothing about the request.
    const other =
      record.test?.negative && when === "call" && !passesByItself(judged)
        ? otherRefusal(python, this.#request.suite, contentOf(draft, path), { file: path, message, detail })
        : null;
    const mistaken = other !== null && record.test !== undefined && isMistaken(record.test, other);
    if (other && record.test && (mistaken || !leavesKindOpen(record.test))) {
      if (mistaken) this.#mistakes.set(nodeid, other);
      record.signal = `${other.to} instead of ${other.from}`;
      record.finding = mistaken
        ? findingOf(nodeid, "expected_exception", message, "heal", other.line)
        : findingOf(nodeid, "assertion", message, "product-bug", other.line);
      return;
    }
    record.signal = judged.signal;
    record.finding = findingOf(
      nodeid,
      PREMISE.test(message) ? "unknown" : judged.category,
      message,
      PREMISE.test(message) ? "infra" : verdictOf(judged, when),
      lineOf(path, detail),
    );
  }
}

/** A line in front of the steps failed: what the outcome is compared with was not so, which says nothing of the steps. */
const PREMISE = /^(?:AssertionError: )?Not so before: /;

/** Words that are known for a fault that passes, or for the environment, are not those of a refusal. */
const passesByItself = ({ verdict, confidence }: Classification): boolean =>
  (verdict === "retry" || verdict === "infra") && confidence >= KNOWN;
const KNOWN = 0.8;

/** Blaming the product needs a test that got as far as its own body: a failed fixture says nothing about the plan. */
const verdictOf = ({ verdict }: Classification, when: Phase | undefined): Verdict =>
  verdict === "product-bug" && when !== "call" ? "infra" : verdict;

/** A pass at a later attempt within the run has the words of the earlier one. */
function passed(record: TestRecord, { cases }: PlannedResult): void {
  record.finding = null;
  const flaky = cases.find((one) => one.flaky);
  if (flaky) record.detail = flaky.detail || flaky.message;
}

/** A test that was skipped or not there at all has shown nothing. */
function unexecuted(record: TestRecord, { nodeid, status, cases }: PlannedResult): void {
  const said = cases[0]?.message ?? "";
  const message = status === "skipped" ? `Skipped: ${said}` : "pytest did not execute this test.";
  record.detail = cases[0]?.detail || message;
  record.signal = status;
  record.finding = findingOf(nodeid, "not_executed", message, "infra");
}

const findingOf = (
  nodeid: string,
  rule: string,
  message: string,
  verdict: Finding["verdict"],
  line = 0,
): Finding => ({ check: "run", rule, message, file: fileOf(nodeid), line, column: 0, nodeid, verdict });

const fileOf = (nodeid: string): string => nodeid.split("::")[0] ?? "";

const contentOf = (draft: Draft, path: string): string =>
  draft.files.find((file) => file.path === path)?.content ?? "";

/** The last line of the test file that the traceback goes through; 0 when it does not. */
function lineOf(path: string, detail: string): number {
  const escaped = path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const lines = [...detail.matchAll(new RegExp(String.raw`${escaped}:(\d+)`, "g"))];
  return Number(lines.at(-1)?.[1] ?? 0);
}
