import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readJunit } from "../../src/checks/junit/junit.ts";
import type { CaseResult } from "../../src/checks/model.ts";

const FIXTURES = new URL("../../fixtures/junit/", import.meta.url);

const read = (name: string) => readJunit({ path: name, bytes: readFileSync(new URL(name, FIXTURES)) });

function casesOf(name: string): readonly CaseResult[] {
  const file = read(name);
  if (!file.ok) throw new Error(file.error.message);
  return file.cases;
}

function caseOf(name: string, test: string): CaseResult {
  const found = casesOf(name).filter((one) => one.name === test);
  expect(found).toHaveLength(1);
  const [only] = found;
  if (only === undefined) throw new Error(`no case ${test}`);
  return only;
}

describe("readJunit: totals", () => {
  const expected: readonly (readonly [string, string])[] = [
    ["pytest-xunit2.xml", "8 tests: 2 passed, 1 failed, 3 errors, 2 skipped, 0 flaky"],
    ["pytest-xunit1.xml", "4 tests: 4 passed, 0 failed, 0 errors, 0 skipped, 0 flaky"],
    ["pytest-reruns.xml", "3 tests: 2 passed, 1 failed, 0 errors, 0 skipped, 1 flaky"],
    ["pytest-exit.xml", "2 tests: 1 passed, 0 failed, 1 errors, 0 skipped, 0 flaky"],
    ["pytest-exit-hook.xml", "1 tests: 0 passed, 0 failed, 1 errors, 0 skipped, 0 flaky"],
    ["pytest-internal.xml", "1 tests: 0 passed, 0 failed, 1 errors, 0 skipped, 0 flaky"],
    ["pytest-collection.xml", "3 tests: 1 passed, 0 failed, 2 errors, 0 skipped, 0 flaky"],
    ["pytest-empty.xml", "0 tests: 0 passed, 0 failed, 0 errors, 0 skipped, 0 flaky"],
    ["pytest-subtests.xml", "1 tests: 0 passed, 1 failed, 0 errors, 0 skipped, 0 flaky"],
    ["surefire-flaky.xml", "2 tests: 1 passed, 1 failed, 0 errors, 0 skipped, 1 flaky"],
    ["nested-suites.xml", "5 tests: 2 passed, 2 failed, 0 errors, 1 skipped, 0 flaky"],
    ["counts-only.xml", "6 tests: 2 passed, 1 failed, 1 errors, 2 skipped, 0 flaky"],
    ["no-attributes.xml", "4 tests: 1 passed, 1 failed, 1 errors, 1 skipped, 0 flaky"],
  ];

  it.each(expected)("%s has %s", (name, words) => {
    const file = read(name);
    const { tests, passed, failed, errors, skipped, flaky } = file.totals;
    expect(file.ok).toBe(true);
    expect(
      `${tests} tests: ${passed} passed, ${failed} failed, ${errors} errors, ${skipped} skipped, ${flaky} flaky`,
    ).toBe(words);
  });
});

describe("readJunit: files that are no evidence", () => {
  it.each([
    ["nunit3.xml", "junit.foreign-root", "NUnit 3"],
    ["nunit2.xml", "junit.foreign-root", "NUnit 2"],
    ["visual-studio.trx.xml", "junit.foreign-root", "Visual Studio TRX"],
    ["xunit-net.xml", "junit.foreign-root", "xUnit.net"],
    ["unknown-root.xml", "junit.foreign-root", "<suites>"],
    ["external-entity.xml", "junit.doctype", "DOCTYPE"],
    ["cut-at-element-end.xml", "junit.invalid-xml", "cut off"],
  ])("%s is refused as %s and says %s", (name, code, words) => {
    const file = read(name);
    expect(file).toMatchObject({ ok: false, cases: [], totals: { tests: 0, passed: 0 } });
    if (file.ok) return;
    expect(file.error.code).toBe(code);
    expect(file.error.message).toContain(words);
    expect(file.error.message).toContain(name);
  });
});

describe("readJunit: one test, several reports", () => {
  it("lets the last attempt decide and marks a late pass as flaky", () => {
    expect(caseOf("pytest-reruns.xml", "test_steady")).toMatchObject({ attempts: 1, flaky: false });
    const late = caseOf("pytest-reruns.xml", "test_second_time");
    expect(late).toMatchObject({ status: "passed", attempts: 2, flaky: true });
    expect(late.seconds).toBeCloseTo(0.5);
    expect(caseOf("pytest-reruns.xml", "test_never")).toMatchObject({
      status: "failed",
      attempts: 3,
      flaky: false,
      message: "AssertionError: still wrong",
    });
  });

  it("tells why an earlier attempt of a flaky pass failed", () => {
    const attempt = (inner: string) => `<testcase classname="c" name="t">${inner}</testcase>`;
    const xml = `<testsuite>${attempt('<failure message="no lease yet"/>')}${attempt("")}</testsuite>`;
    const { cases } = readJunit({ path: "retry.xml", bytes: Buffer.from(xml) });
    expect(cases).toMatchObject([{ status: "passed", attempts: 2, flaky: true, message: "no lease yet" }]);
  });

  it("reads surefire's nested attempts, their reason and no captured output", () => {
    const flaky = caseOf("surefire-flaky.xml", "attaches");
    expect(flaky).toMatchObject({ status: "passed", attempts: 3, flaky: true, seconds: 1200.5 });
    expect(flaky.message).toBe("Expected: <true>");
    expect(flaky.detail).toContain("DiskTest.java:9");
    expect(JSON.stringify(casesOf("surefire-flaky.xml"))).not.toContain("hunter2");
    expect(caseOf("surefire-flaky.xml", "detaches")).toMatchObject({ status: "failed", attempts: 2 });
  });

  it("folds a failed call and its broken teardown into one case with the worse status", () => {
    const both = caseOf("pytest-xunit2.xml", "test_both_break");
    expect(both).toMatchObject({ status: "error", attempts: 1, flaky: false, when: "call" });
    expect(both.message).toMatch(/^AssertionError: first/);
    expect(both.detail).toContain("RuntimeError: second");
  });

  it("counts a pass that was run again and then broke in teardown as two attempts", () => {
    const broken = '<error message="failed on teardown with &quot;RuntimeError: leaked&quot;"/>';
    const attempt = (inner: string) => `<testcase classname="c" name="t">${inner}</testcase>`;
    const xml = `<testsuite>${attempt("")}${attempt(broken)}</testsuite>`;
    const { cases } = readJunit({ path: "retry.xml", bytes: Buffer.from(xml) });
    expect(cases).toMatchObject([{ status: "error", attempts: 2, when: "teardown" }]);
  });

  it("keeps the same test in two browsers apart", () => {
    const menu = casesOf("nested-suites.xml").filter((one) => one.name === "opens");
    expect(menu.map((one) => one.status)).toEqual(["failed", "passed"]);
  });
});

describe("readJunit: details of a case", () => {
  it.each([
    ["test_state[a/b::c]", "passed", "call"],
    ['test_state[q"]]>]', "failed", "call"],
    ["test_teardown_breaks", "error", "teardown"],
    ["test_setup_breaks", "error", "setup"],
    ["test_skipped", "skipped", "call"],
    ["test_known_bug", "skipped", "call"],
  ])("%s is %s in %s", (name, status, when) => {
    expect(caseOf("pytest-xunit2.xml", name)).toMatchObject({ status, when });
  });

  it("decodes numeric references in messages and keeps numbers as text", () => {
    expect(caseOf("pytest-xunit2.xml", 'test_state[q"]]>]').message).toBe(
      "AssertionError: states differ\nassert 'Paused' == 'Running'",
    );
    const hex = readJunit({
      path: "hex.xml",
      bytes: Buffer.from(
        '<testsuite><testcase name="0x10"><failure message="007">1e3</failure></testcase></testsuite>',
      ),
    });
    expect(hex.cases).toMatchObject([{ name: "0x10", message: "007", detail: "1e3" }]);
  });

  it("takes the first line of the text when there is no message", () => {
    expect(casesOf("nested-suites.xml")[0]?.message).toBe("Error: no menu");
  });

  it("puts the reason of a failed collection into the message", () => {
    const [broken] = casesOf("pytest-collection.xml");
    expect(broken).toMatchObject({ when: "collection", nodeid: "tests/virt/test_broken.py" });
    expect(broken?.message).toContain("No module named 'utilities.nothing'");
  });

  it("recognises entries that are no tests", () => {
    expect(casesOf("pytest-exit.xml").map((one) => one.synthetic)).toEqual([undefined, "nameless"]);
    expect(casesOf("pytest-exit-hook.xml")).toMatchObject([
      { synthetic: "exit", status: "error", nodeid: null },
    ]);
    expect(casesOf("pytest-internal.xml")).toMatchObject([{ synthetic: "internal", status: "error" }]);
  });

  it("tells node ids from the file attribute, else from the dots", () => {
    expect(casesOf("pytest-xunit1.xml").map((one) => one.nodeid)).toEqual([
      "tests/storage/Hotplug.py::TestDisk::TestInner::test_attach",
      "tests/storage/test_child.py::TestChild::test_inherited",
      "suite/test_rooted.py::test_absolute[x-1]",
      null,
    ]);
    expect(caseOf("pytest-xunit2.xml", "test_running").nodeid).toBe(
      "tests/virt/test_reset.py::TestReset::test_running",
    );
    expect(casesOf("surefire-flaky.xml").map((one) => one.nodeid)).toEqual([null, null]);
  });
});

describe("readJunit: encodings", () => {
  const xml = (declaration: string) =>
    `${declaration}<testsuites><testsuite name="s"><testcase classname="c" name="grün"/></testsuite></testsuites>`;

  it.each([
    ["UTF-8 with byte order mark", Buffer.from(`\ufeff${xml('<?xml version="1.0"?>')}`)],
    [
      "UTF-16 little endian",
      Buffer.from(`\ufeff${xml('<?xml version="1.0" encoding="UTF-16"?>')}`, "utf16le"),
    ],
    ["UTF-16 big endian", Buffer.from(`\ufeff${xml("")}`, "utf16le").swap16()],
    [
      "UTF-16 without byte order mark",
      Buffer.from(xml('<?xml version="1.0" encoding="UTF-16"?>'), "utf16le"),
    ],
    ["declared Latin-1", Buffer.from(xml('<?xml version="1.0" encoding="ISO-8859-1"?>'), "latin1")],
    ["UTF-8 that calls itself UTF-16", Buffer.from(xml('<?xml version="1.0" encoding="utf-16"?>'))],
  ])("reads %s", (_, bytes) => {
    expect(readJunit({ path: "x.xml", bytes }).cases).toMatchObject([{ name: "grün" }]);
  });

  it.each([
    ["bytes that are no UTF-8", Buffer.from(xml(""), "latin1")],
    ["an encoding nobody knows", Buffer.from(xml('<?xml version="1.0" encoding="klingon"?>'))],
  ])("refuses %s", (_, bytes) => {
    expect(readJunit({ path: "x.xml", bytes })).toMatchObject({
      ok: false,
      error: { code: "junit.encoding" },
    });
  });
});
