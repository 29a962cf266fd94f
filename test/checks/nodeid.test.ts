import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJunit } from "../../src/checks/junit/junit.ts";
import { addressOf, matchPlanned, nodeidOf } from "../../src/checks/junit/nodeid.ts";

const read = (name: string) =>
  readJunit({ path: name, bytes: readFileSync(new URL(`../../fixtures/junit/${name}`, import.meta.url)) })
    .cases;

/** `node id: status` of each planned test, as a reader would list them. */
function outcome(file: string, planned: readonly string[]): string[] {
  return matchPlanned(read(file), planned).planned.map((one) => `${one.nodeid}: ${one.status}`);
}

describe("nodeidOf", () => {
  it.each([
    ["tests.virt.test_x.TestY", "test_z[a]", "", "tests/virt/test_x.py::TestY::test_z[a]"],
    ["tests.virt.test_x", "test_z", "", "tests/virt/test_x.py::test_z"],
    ["tests.test_dir.test_x.TestY", "test_z", "", "tests/test_dir/test_x.py::TestY::test_z"],
    ["tests.x_test", "test_z", "", "tests/x_test.py::test_z"],
    ["tests.virt.checks.TestY", "test_z", "tests/virt/checks.py", "tests/virt/checks.py::TestY::test_z"],
    ["virt.checks", "test_z", "../repo/virt/checks.py", "virt/checks.py::test_z"],
    ["tests.virt.checks.TestY", "test_z", "", null],
    ["org.example.DiskTest", "attaches", "", null],
    ["suite > inner", "does a thing", "", null],
    ["tests.test_x", "opens the menu", "tests/test_x.js", null],
    ["", "test_z", "", null],
  ])("%s + %s + file '%s' is %s", (classname, name, file, nodeid) => {
    expect(nodeidOf({ classname, name, file, when: "call" })).toBe(nodeid);
  });

  it("is the inverse of addressOf", () => {
    const segment = fc.stringMatching(/^[a-z]{1,8}$/);
    const nodeid = fc
      .tuple(
        fc.array(segment, { maxLength: 3 }),
        segment,
        fc.array(fc.stringMatching(/^Test[A-Z][a-z]{0,5}$/), { maxLength: 2 }),
        segment,
        fc.option(fc.string({ minLength: 1, maxLength: 12 }), { nil: undefined }),
      )
      .map(([dirs, module, classes, test, params]) =>
        [`${[...dirs, `test_${module}`].join("/")}.py`, ...classes, `test_${test}`]
          .join("::")
          .concat(params === undefined ? "" : `[${params}]`),
      );
    fc.assert(
      fc.property(nodeid, (id) => {
        expect(nodeidOf({ ...addressOf(id), when: "call" })).toBe(id);
      }),
    );
  });
});

describe("matchPlanned", () => {
  it("finds exactly what was planned and says what is missing", () => {
    expect(
      outcome("pytest-xunit2.xml", [
        "tests/virt/test_reset.py::TestReset::test_running",
        "./tests/virt/test_reset.py::test_skipped",
        "tests/virt/test_reset.py::test_running",
        "tests/virt/test_reset.py::TestReset::test_run",
      ]),
    ).toEqual([
      "tests/virt/test_reset.py::TestReset::test_running: passed",
      "./tests/virt/test_reset.py::test_skipped: skipped",
      "tests/virt/test_reset.py::test_running: missing",
      "tests/virt/test_reset.py::TestReset::test_run: missing",
    ]);
  });

  it("takes the worst parameter set for a test without brackets, the exact one with them", () => {
    const base = "tests/virt/test_reset.py::TestReset::test_state";
    expect(outcome("pytest-xunit2.xml", [base, `${base}[a/b::c]`, `${base}[q"]]>]`, `${base}[b]`])).toEqual([
      `${base}: failed`,
      `${base}[a/b::c]: passed`,
      `${base}[q"]]>]: failed`,
      `${base}[b]: missing`,
    ]);
  });

  it("does not mistake brackets inside a parameter for another parameter set", () => {
    const xml = '<testsuite><testcase classname="tests.test_a" name="test_b[x][y]"/></testsuite>';
    const { cases } = readJunit({ path: "a.xml", bytes: Buffer.from(xml) });
    const { planned } = matchPlanned(cases, ["tests/test_a.py::test_b[x]", "tests/test_a.py::test_b[x][y]"]);
    expect(planned.map((one) => one.status)).toEqual(["missing", "passed"]);
  });

  it("lets a class or file stand for everything in it", () => {
    expect(
      outcome("pytest-xunit2.xml", [
        "tests/virt/test_reset.py::TestReset",
        "tests/virt/test_reset.py",
        "tests/virt/test_res.py",
      ]),
    ).toEqual([
      "tests/virt/test_reset.py::TestReset: failed",
      "tests/virt/test_reset.py: error",
      "tests/virt/test_res.py: missing",
    ]);
  });

  it("gives the tests of a file that could not be collected that error", () => {
    expect(
      outcome("pytest-collection.xml", [
        "tests/virt/test_broken.py::TestA::test_b",
        "tests/virt/test_fine.py::test_one",
      ]),
    ).toEqual([
      "tests/virt/test_broken.py::TestA::test_b: error",
      "tests/virt/test_fine.py::test_one: passed",
    ]);
  });

  it("keeps flaky visible and lists what nobody planned", () => {
    const { planned, unplanned } = matchPlanned(read("pytest-reruns.xml"), [
      "tests/test_flaky.py::test_second_time",
    ]);
    expect(planned).toMatchObject([{ status: "passed", flaky: true }]);
    expect(unplanned.map((one) => one.name)).toEqual(["test_steady", "test_never"]);
  });

  it("never takes a sign of a broken run for a planned test", () => {
    const { planned, unplanned } = matchPlanned(read("pytest-exit.xml"), [
      "tests/test_session.py::test_first",
      "tests/test_session.py::test_second",
      "",
    ]);
    expect(planned.map((one) => one.status)).toEqual(["passed", "missing", "missing"]);
    expect(unplanned.map((one) => one.synthetic)).toEqual(["nameless"]);
  });
});
