import { inputError, TestgenError } from "../../errors.ts";
import type { CaseResult, JunitFile, JunitTotals } from "../model.ts";
import { foldAttempts, type JunitEntry, readEntry } from "./junit-attempts.ts";
import { parseXml, type XmlElement } from "./xml-tree.ts";

/** Largest file that is read, in bytes. A run of generated tests writes kilobytes. */
export const JUNIT_MAX_BYTES = 16 * 1024 * 1024;

/** Result formats that are XML but not JUnit, by root element. */
const FOREIGN_ROOTS: Readonly<Record<string, string>> = {
  "test-run": "NUnit 3",
  "test-suite": "NUnit 3",
  "test-results": "NUnit 2",
  TestRun: "Visual Studio TRX",
  assemblies: "xUnit.net",
  assembly: "xUnit.net",
  "testng-results": "TestNG",
  robot: "Robot Framework",
  checkstyle: "Checkstyle",
  coverage: "Cobertura",
  project: "Maven",
};

const ZERO: JunitTotals = { tests: 0, passed: 0, failed: 0, errors: 0, skipped: 0, flaky: 0 };

/**
 * Reads a JUnit XML file as it came from outside: at most `JUNIT_MAX_BYTES`, UTF-8, UTF-16 or as declared.
 * Never throws. An unreadable file is `ok: false` with a code (`junit.empty`, `junit.too-large`, `junit.encoding`,
 * `junit.doctype`, `junit.entity`, `junit.too-complex`, `junit.invalid-xml`, `junit.foreign-root`), never "0 tests".
 * An `ok` file alone proves no pass: pytest writes a valid empty suite when it could not start.
 */
export function readJunit(input: { readonly path: string; readonly bytes: Uint8Array }): JunitFile {
  const { path, bytes } = input;
  try {
    const root = rootOf(bytes);
    const entries: JunitEntry[] = [];
    const unlisted = collect(root, [], entries);
    const cases = foldAttempts(entries);
    return { path, ok: true, cases, totals: add(totalsOf(cases), unlisted) };
  } catch (cause) {
    const code = cause instanceof TestgenError ? cause.code : "junit.invalid-xml";
    const message = cause instanceof Error ? cause.message : String(cause);
    return { path, ok: false, error: { code, message: `${path}: ${message}` }, cases: [], totals: ZERO };
  }
}

function rootOf(bytes: Uint8Array): XmlElement {
  if (bytes.byteLength > JUNIT_MAX_BYTES) {
    const message = `${bytes.byteLength} bytes are more than the ${JUNIT_MAX_BYTES} that are read`;
    throw inputError({ code: "junit.too-large", message });
  }
  if (bytes.byteLength === 0) throw inputError({ code: "junit.empty", message: "the file is empty" });
  const root = parseXml(bytes);
  if (root.name !== "testsuites" && root.name !== "testsuite") {
    const known = Object.hasOwn(FOREIGN_ROOTS, root.name) ? FOREIGN_ROOTS[root.name] : undefined;
    const message = `the root element <${root.name}> is not JUnit${known ? ` (it looks like ${known})` : ""}`;
    throw inputError({ code: "junit.foreign-root", message });
  }
  return root;
}

/**
 * Appends the test cases of a suite and of the suites inside it, in document order. Returns the counts of suites that
 * declare tests but list none, so that a failure which is only counted does not disappear.
 */
function collect(suite: XmlElement, above: readonly string[], into: JunitEntry[]): JunitTotals {
  const name = suite.attributes.get("name") ?? "";
  // The host is the browser or device in some dialects: the same test there is another test, not another attempt.
  const path = [...above, name, suite.attributes.get("hostname") ?? ""];
  let listed = false;
  let unlisted = ZERO;
  for (const child of suite.children) {
    if (child.name === "testcase") into.push(readEntry(child, path));
    else if (child.name === "testsuite") unlisted = add(unlisted, collect(child, path, into));
    else continue;
    listed = true;
  }
  return listed ? unlisted : declaredTotals(suite);
}

/** The counts in a suite's own attributes. Only of use where there are no cases: tools disagree on what they count. */
function declaredTotals(suite: XmlElement): JunitTotals {
  const count = (name: string): number => {
    const value = suite.attributes.get(name)?.trim() ?? "";
    return /^\d{1,9}$/.test(value) ? Number(value) : 0;
  };
  const failed = count("failures");
  const errors = count("errors");
  const skipped = count("skipped") + count("disabled");
  const tests = Math.max(count("tests"), failed + errors + skipped);
  return { tests, passed: tests - failed - errors - skipped, failed, errors, skipped, flaky: 0 };
}

function totalsOf(cases: readonly CaseResult[]): JunitTotals {
  const having = (status: CaseResult["status"]) => cases.filter((one) => one.status === status).length;
  return {
    tests: cases.length,
    passed: having("passed"),
    failed: having("failed"),
    errors: having("error"),
    skipped: having("skipped"),
    flaky: cases.filter((one) => one.flaky).length,
  };
}

function add(a: JunitTotals, b: JunitTotals): JunitTotals {
  return {
    tests: a.tests + b.tests,
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    errors: a.errors + b.errors,
    skipped: a.skipped + b.skipped,
    flaky: a.flaky + b.flaky,
  };
}
