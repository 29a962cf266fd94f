import { describe, expect, test } from "vitest";
import {
  describeError,
  environmentError,
  exitCodeOf,
  inputError,
  TestgenError,
  usageError,
} from "../../src/errors.ts";

const given = {
  code: "plan.unreadable",
  message: "stps/a.md:3: is no plan.",
  hint: "Start from the template.",
};

describe("exit codes", () => {
  test.each([
    [usageError(given), 2],
    [inputError(given), 2],
    [environmentError(given), 3],
    [new TestgenError("defect", given), 1],
    [new Error("anything else"), 1],
    ["a text", 1],
    [undefined, 1],
  ])("%s", (error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

describe("what a reader is told", () => {
  test("the message, and what to do on a line of its own", () => {
    expect(describeError(inputError(given))).toBe(
      "stps/a.md:3: is no plan.\n  hint: Start from the template.",
    );
  });

  test.each([
    [inputError({ code: "x", message: "no hint" }), "no hint"],
    [inputError({ code: "x", message: "empty hint", hint: "" }), "empty hint"],
    [new TypeError("of JavaScript"), "of JavaScript"],
    ["a text", "a text"],
    [null, "null"],
  ])("%s", (error, text) => {
    expect(describeError(error)).toBe(text);
  });
});

test("an error keeps its code and its cause for scripts and journals", () => {
  const cause = new Error("EACCES");
  const error = environmentError({ ...given, cause });
  expect(error).toMatchObject({ name: "TestgenError", kind: "environment", code: "plan.unreadable", cause });
  expect(error).toBeInstanceOf(Error);
  expect("cause" in inputError(given)).toBe(false);
});
