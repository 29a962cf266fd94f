import { splitPhase } from "../failures/unwrap.ts";
import type { CaseResult, Phase } from "../model.ts";
import { nodeidOf } from "./nodeid.ts";
import { TEXT_LIMIT, type XmlElement } from "./xml-tree.ts";

type Status = CaseResult["status"];

/** One `<testcase>` as it stands in the file: one attempt of a test, or a second report about the same attempt. */
export interface JunitEntry {
  /** Entries with the same key are the same test; null for an entry that has no name to be recognised by. */
  readonly key: string | null;
  readonly classname: string;
  readonly name: string;
  readonly file: string;
  readonly status: Status;
  /** Attempts that a dialect nests inside the test case instead of repeating it. */
  readonly nestedAttempts: number;
  readonly seconds: number;
  readonly message: string;
  readonly detail: string;
  readonly when: Phase;
  readonly synthetic?: "exit" | "internal" | "nameless";
}

const WORSE: readonly Status[] = ["passed", "skipped", "failed", "error"];
const worst = (a: Status, b: Status): Status => (WORSE.indexOf(a) >= WORSE.indexOf(b) ? a : b);

const BY_ELEMENT: ReadonlyMap<string, Status> = new Map([
  ["failure", "failed"],
  ["error", "error"],
  ["skipped", "skipped"],
]);
/** Surefire: earlier attempts of a test that passed in the end (flaky…) or failed again (rerun…). */
const NESTED_ATTEMPTS = new Set(["flakyFailure", "flakyError", "rerunFailure", "rerunError"]);

/** `status` attribute of dialects that leave the child element out. */
const BY_ATTRIBUTE: readonly (readonly [RegExp, Status])[] = [
  [/^(failed|failure|fail)$/i, "failed"],
  [/^(error|errored|broken)$/i, "error"],
  [/^(disabled|skipped|skip|notrun|ignored|untested|pending|inconclusive|suppressed)$/i, "skipped"],
];

/** Reads one `<testcase>`. `suitePath` holds the names of the suites around it. */
export function readEntry(element: XmlElement, suitePath: readonly string[]): JunitEntry {
  const attribute = (name: string) => element.attributes.get(name) ?? "";
  const [classname, name, file] = [attribute("classname"), attribute("name"), attribute("file")];
  const outcomes = element.children.filter((child) => BY_ELEMENT.has(child.name));
  const nested = element.children.filter((child) => NESTED_ATTEMPTS.has(child.name));
  let status: Status = BY_ATTRIBUTE.find(([pattern]) => pattern.test(attribute("status")))?.[1] ?? "passed";
  for (const child of outcomes) status = worst(status, BY_ELEMENT.get(child.name) ?? "passed");

  const reports = outcomes.filter(
    (child) => BY_ELEMENT.get(child.name) === status || child.name !== "skipped",
  );
  const told = reports.length > 0 ? reports : nested;
  const message = told.map(messageOf).find((text) => text !== "") ?? "";
  const named = classname !== "" || name !== "";
  const entry = {
    key: named ? JSON.stringify([...suitePath, file, classname, name]) : null,
    classname,
    name,
    file,
    status,
    nestedAttempts: nested.length,
    seconds: secondsOf(attribute("time")),
    message,
    detail: told.map(fullTextOf).join("\n\n").slice(0, TEXT_LIMIT),
    when: phaseOf(message),
  };
  if (classname === "pytest_exit") return { ...entry, key: null, synthetic: "exit" };
  if (classname === "pytest" && name === "internal") return { ...entry, key: null, synthetic: "internal" };
  // pytest always writes `time`; without a name it is the test during which `pytest.exit` ended the session.
  if (!named && (element.attributes.has("time") || suitePath.includes("pytest"))) {
    const cut =
      "a test case without a name: the session was ended by pytest.exit before this test had a result";
    return { ...entry, status: worst(status, "error"), message: message || cut, synthetic: "nameless" };
  }
  return entry;
}

/** Folds entries into tests, in order of first appearance. The last attempt decides; earlier ones make it flaky. */
export function foldAttempts(entries: readonly JunitEntry[]): CaseResult[] {
  const groups = new Map<string | symbol, [JunitEntry, ...JunitEntry[]]>();
  for (const entry of entries) {
    const key = entry.key ?? Symbol("not repeatable");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].map(foldGroup);
}

function foldGroup([first, ...later]: readonly [JunitEntry, ...JunitEntry[]]): CaseResult {
  const earlier: JunitEntry[] = [];
  let last = first;
  for (const entry of later) {
    if (isTeardownOf(last, entry)) {
      last = withTeardown(last, entry);
    } else {
      earlier.push(last);
      last = entry;
    }
  }
  const attempts = [...earlier, last].reduce((sum, one) => sum + 1 + one.nestedAttempts, 0);
  const flaky = last.status === "passed" && attempts > 1;
  const told = flaky && last.message === "" ? (earlier.findLast((one) => one.message !== "") ?? last) : last;
  return {
    classname: last.classname,
    name: last.name,
    nodeid: last.synthetic ? null : nodeidOf(last),
    status: last.status,
    attempts,
    flaky,
    seconds: [first, ...later].reduce((sum, one) => sum + one.seconds, 0),
    message: told.message,
    detail: told.detail,
    when: told.when,
    ...(last.synthetic ? { synthetic: last.synthetic } : {}),
  };
}

/** pytest reports a broken teardown after a failed call as a second test case with the same name. */
function isTeardownOf(before: JunitEntry, entry: JunitEntry): boolean {
  const failedBefore = before.status === "failed" || before.status === "error";
  return failedBefore && entry.status === "error" && entry.when === "teardown";
}

/** One attempt out of its call and its teardown report: the call says what was wrong, the worse status stands. */
function withTeardown(call: JunitEntry, teardown: JunitEntry): JunitEntry {
  return {
    ...call,
    status: worst(call.status, teardown.status),
    nestedAttempts: call.nestedAttempts + teardown.nestedAttempts,
    detail: [call.detail, teardown.message, teardown.detail].join("\n\n").slice(0, TEXT_LIMIT),
  };
}

function messageOf(report: XmlElement): string {
  const message = report.attributes.get("message")?.trim() ?? "";
  if (message !== "" && message !== "collection failure") return message;
  const firstLine =
    fullTextOf(report)
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? "";
  if (message !== "") return `${message}\n${fullTextOf(report)}`.trim();
  return firstLine || (report.attributes.get("type") ?? "");
}

/** Own text and that of children such as surefire's `<stackTrace>`; never the captured output, which may hold secrets. */
function fullTextOf(report: XmlElement): string {
  const parts = [report.text, ...report.children.filter(isTrace).map((child) => child.text)];
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("\n");
}

const isTrace = (child: XmlElement) => child.name !== "system-out" && child.name !== "system-err";

function phaseOf(message: string): Phase {
  return splitPhase(message).phase ?? "call";
}

/** Seconds of a `time` attribute; 0 when it is no number. Surefire groups thousands with commas. */
function secondsOf(time: string): number {
  const seconds = Number(time.replaceAll(",", "") || "0");
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}
