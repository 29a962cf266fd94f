import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findSmells } from "../../src/draft/smells.ts";
import { applyEdits, type Edit } from "../../src/python/edits.ts";
import type { Node } from "../../src/python/parser.ts";
import { judgeFile, python } from "./support.ts";

/** Tests as people write them: the gate must hold for them, not only for what testgen generates. */
const ROOT = join(import.meta.dirname, "../../fixtures/suite/tests");
const sources = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((name) => /(^|\/)test_\w+\.py$/.test(name))
  .map((name) => ({ name, content: readFileSync(join(ROOT, name), "utf8") }));

interface Attempt extends Edit {
  readonly what: string;
}

const instead = (node: Node, text: string, what: string): Attempt => ({
  start: node.startIndex,
  end: node.endIndex,
  text,
  what: `${what} (line ${node.startPosition.row + 1})`,
});

const before = (node: Node, line: string, what: string): Attempt => ({
  ...instead(node, `${line}\n${" ".repeat(node.startPosition.column)}`, what),
  end: node.startIndex,
});

/** Every way to weaken one assertion. */
function onAssert(node: Node): Attempt[] {
  const [test] = node.namedChildren;
  if (!test) return [];
  const indent = " ".repeat(node.startPosition.column);
  return [
    instead(node, "pass", "assertion removed"),
    instead(test, `(${test.text}) or True`, "or True"),
    instead(test, `not (${test.text})`, "turned round"),
    instead(test, `isinstance(${test.text}, bool)`, "only its type"),
    instead(node, `if vm:\n${indent}    ${node.text}`, "made conditional"),
    instead(node, `for _ in []:\n${indent}    ${node.text}`, "in an empty loop"),
    instead(
      node,
      `try:\n${indent}    ${node.text}\n${indent}except AssertionError:\n${indent}    pass`,
      "swallowed",
    ),
    before(node, "return", "return before it"),
    before(node, 'pytest.skip("later")', "skip before it"),
    ...test.descendantsOfType("string").map((literal) => instead(literal, '"other"', "another text")),
    ...test.descendantsOfType("integer").map((literal) => instead(literal, "12345", "another number")),
    ...test.descendantsOfType("comparison_operator").flatMap(onComparison),
  ];
}

function onComparison(node: Node): Attempt[] {
  const operator = node.childForFieldName("operators");
  if (!operator) return [];
  return ["!=", ">=", "in", "is not"]
    .filter((other) => other !== operator.text && `not ${other}` !== operator.text)
    .map((other) => instead(operator, ` ${other} `, `${operator.text} → ${other}`));
}

function onRaises(node: Node): Attempt[] {
  const call = node.descendantsOfType("call").find((child) => child.text.startsWith("pytest.raises("));
  const [type, match] = call?.childForFieldName("arguments")?.namedChildren ?? [];
  const body = node.childForFieldName("body");
  if (!type || !body) return [];
  return [
    instead(node, body.text.replace(/\n {4}/g, "\n"), "no error expected"),
    instead(body, "pass", "nothing done"),
    instead(type, "Exception", "any error"),
    instead(type, `(${type.text}, AssertionError)`, "one error more"),
    instead(type, "OtherError", "another error"),
    ...(match ? [instead(match, 'match=".*"', "any message"), instead(match, "", "no message")] : []),
  ];
}

function attempts(root: Node): Attempt[] {
  const calls = root
    .descendantsOfType("expression_statement")
    .filter((node) => node.namedChildren[0]?.type === "call" && !node.text.startsWith("LOGGER"));
  const tests = root
    .descendantsOfType("function_definition")
    .flatMap((node) => node.childForFieldName("name") ?? [])
    .filter((name) => name.text.startsWith("test"));
  return [
    ...root.descendantsOfType("assert_statement").flatMap(onAssert),
    ...root.descendantsOfType("with_statement").flatMap(onRaises),
    ...calls.map((node) => instead(node, "pass", "call removed")),
    ...calls.map((node) => instead(node, `False and ${node.text}`, "call never made")),
    ...tests.map((name) => instead(name, `${name.text}_more`, "test renamed")),
    ...root
      .descendantsOfType("keyword_argument")
      .filter((node) => node.text === "wait=True")
      .map((node) => instead(node, "wait=False", "not waited")),
  ];
}

describe("the example suite", () => {
  it("has tests to try on", () => {
    expect(sources.length).toBeGreaterThan(5);
  });

  it.each(sources)("refuses every weakening of $name", ({ content }) => {
    const tried = python.parse(content, attempts);
    const through = tried.filter((edit) => judgeFile(content, applyEdits(content, [edit])).accepted);
    expect(through.map((edit) => edit.what)).toEqual([]);
    expect(tried.length).toBeGreaterThan(0);
  });

  it.each(sources)("accepts comments, logging and further checks anywhere in $name", ({ content }) => {
    const added = [
      "# note",
      'LOGGER.info("here")',
      'assert extra is not None, "no extra"',
      "wait_for_extra(vm=extra)",
    ];
    const tried = python.parse(content, (root) =>
      root
        .descendantsOfType(["assert_statement", "with_statement", "return_statement"])
        .flatMap((node) => added.map((line) => before(node, line, line))),
    );
    const refused = tried.flatMap((edit) => judgeFile(content, applyEdits(content, [edit])).reasons);
    expect(refused).toEqual([]);
  });

  it.each(sources)("finds nothing to block in $name", ({ content }) => {
    expect(findSmells(python, content).filter((smell) => smell.severity === "block")).toEqual([]);
  });
});
