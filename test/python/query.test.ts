import { describe, expect, it } from "vitest";
import { loadPython, type Node } from "../../src/python/parser.ts";
import { functionOf, indentOf, nodeAt, statementOf } from "../../src/python/query.ts";

const python = await loadPython();

const SOURCE = [
  "class TestReset:",
  "    def test_reset(self, vm):",
  "\tif vm.ready:",
  '\t    name = "é😀"; vm.reset(wait=True)',
  "",
  "TOP = vm.top",
].join("\n");

/** Asks about the text `wanted` on a line, addressed the way pyright does. */
function at<T>(line: number, wanted: string, ask: (node: Node) => T): T | null {
  const column = (SOURCE.split("\n")[line - 1]?.indexOf(wanted) ?? -1) + 1;
  return python.parse(SOURCE, (root) => {
    const node = nodeAt(root, { line, column, endLine: line, endColumn: column + wanted.length });
    return node && ask(node);
  });
}

describe("questions to a tree", () => {
  it("finds the node of a range, in UTF-16 columns", () => {
    expect(at(4, "vm.reset", (node) => node.type)).toBe("attribute");
    expect(at(4, "wait=True", (node) => node.text)).toBe("wait=True");
  });

  it("finds nothing for a diagnostic without a place", () => {
    expect(
      python.parse(SOURCE, (root) => nodeAt(root, { line: 0, column: 0, endLine: 0, endColumn: 0 })),
    ).toBeNull();
  });

  it("finds the statement around a node", () => {
    expect(at(4, "wait", (node) => statementOf(node)?.text)).toBe("vm.reset(wait=True)");
    expect(at(3, "ready", (node) => statementOf(node)?.type)).toBe("if_statement");
    expect(at(6, "top", (node) => statementOf(node)?.text)).toBe("TOP = vm.top");
  });

  it("finds the function around a node", () => {
    expect(at(4, "wait", (node) => functionOf(node)?.childForFieldName("name")?.text)).toBe("test_reset");
    expect(at(6, "top", (node) => functionOf(node) === null)).toBe(true);
  });

  it("indents like the line, tabs included", () => {
    expect(at(2, "def test_reset(self, vm):", (node) => indentOf(statementOf(node) ?? node))).toBe("    ");
    expect(at(3, "ready", (node) => indentOf(statementOf(node) ?? node))).toBe("\t");
    expect(at(4, "wait", (node) => indentOf(statementOf(node) ?? node))).toBe(`\t    ${" ".repeat(14)}`);
  });
});
