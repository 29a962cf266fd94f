import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TestDescription } from "../../src/description/model.ts";
import { descriptionOracle, oracleOf, oracles } from "../../src/description/oracle.ts";
import { nastyText } from "./arbitrary.ts";

const oracle = (...expected: string[]) => oracleOf({ expected, negative: false });

describe("the oracle survives reformatting", () => {
  it.each([
    ["white space", "VM  is\t running ", "VM is running"],
    ["line wrapping", "VM is\n    running", "VM is running"],
    ["a list marker", "- VM is running", "VM is running"],
    ["a number", "1. VM is running", "VM is running"],
    ["a full stop", "VM is running.", "VM is running"],
    ["curly quotes", "VM is “Running” on the user’s node", 'VM is "Running" on the user\'s node'],
    ["bold", "VM is **running**", "VM is running"],
    ["italics", "*VM* is _running_", "VM is running"],
    ["bold and a full stop", "**VM is running.**", "VM is running"],
    ["backticks", "`VM` is `running`", "VM is running"],
    ["escapes of a Python literal", 'Path equals \\"C:\\\\temp\\"', 'Path equals "C:\\temp"'],
    ["invisible characters", "VM\u200b is run\u00adning", "VM is running"],
    ["composed letters", "Caf\u0065\u0301 is open", "Caf\u00e9 is open"],
  ])("%s", (_, one, other) => {
    expect(oracle(one)).toBe(oracle(other));
  });

  it("an empty line", () => {
    expect(oracle("VM is running", " ")).toBe(oracle("VM is running"));
  });
});

describe("the oracle changes with meaning", () => {
  it.each([
    ["another word", "VM is running", "VM is stopped"],
    ["another number", "Ping fails with 100% packet loss", "Ping fails with 10% packet loss"],
    ["a decimal", "Size equals 1.5 GiB", "Size equals 15 GiB"],
    ["a sign", "Exit code equals -1", "Exit code equals 1"],
    ["case of a value", 'VM is "Running"', 'VM is "running"'],
    ["negation", "File exists", "File does not exist"],
    ["a glob", "File matches *.log", "File matches .log"],
    ["a name with underscores", "Key equals a_b", "Key equals ab"],
    ["a full stop inside a value", 'Text equals "a."', 'Text equals "a"'],
    ["the kind of quotes around a value", 'Text equals "a"', "Text equals 'a'"],
  ])("%s", (_, one, other) => {
    expect(oracle(one)).not.toBe(oracle(other));
  });

  it("the negative flag", () => {
    const expected = ["Reset is rejected"];
    expect(oracleOf({ expected, negative: true })).not.toBe(oracleOf({ expected, negative: false }));
  });

  it("the order of lines, and where one line ends", () => {
    expect(oracle("a", "b")).not.toBe(oracle("b", "a"));
    expect(oracle("a", "b")).not.toBe(oracle("a b"));
    expect(oracle("a", "b")).not.toBe(oracle("a"));
  });

  it("any word of any statement", () => {
    const word = fc.stringMatching(/^[A-Za-z0-9]{1,8}$/);
    const statement = fc.array(word, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(statement, fc.nat(), word, (words, position, other) => {
        const index = position % words.length;
        fc.pre(words[index] !== other);
        expect(oracle(words.with(index, other).join(" "))).not.toBe(oracle(words.join(" ")));
      }),
    );
  });
});

describe("any line", () => {
  it("has the same oracle wrapped, indented and as a list item", () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        const wrapped = text.replaceAll(" ", "\n      ");
        expect(oracle(wrapped)).toBe(oracle(text));
        expect(oracle(`  -  ${text}`)).toBe(oracle(text));
      }),
    );
  });

  it.each(["*a ", "_", ".", "\\", "`", "1. ", "“"])(
    "is hashed in linear time: a long row of %j ends",
    (unit) => {
      expect(oracle(`${unit.repeat(200_000)}x`)).toMatch(/^[0-9a-f]{64}$/);
    },
  );
});

describe("a description", () => {
  const test = { scenario: "S", summary: "", negative: false, preconditions: [], steps: [], markers: [] };
  const description = (...names: string[]): TestDescription => ({
    plan: { path: "stp.md", digest: "" },
    title: "",
    groups: [
      {
        name: "TestX",
        summary: "",
        preconditions: [],
        markers: [],
        tests: names.map((name) => ({ ...test, name, expected: [`${name} passes`] })),
      },
    ],
    uncovered: [],
  });

  it("has one oracle per test, under the test's id", () => {
    expect(oracles(description("test_a", "test_b"))).toEqual({
      "TestX::test_a": oracle("test_a passes"),
      "TestX::test_b": oracle("test_b passes"),
    });
  });

  it("has one hash that does not depend on the order of tests, but on their number", () => {
    const both = descriptionOracle(description("test_a", "test_b"));
    expect(descriptionOracle(description("test_b", "test_a"))).toBe(both);
    expect(descriptionOracle(description("test_a"))).not.toBe(both);
  });
});
