import { docstringLiteral, groupDocstring, testDocstring } from "../description/docstring.ts";
import type { DescribedGroup, DescribedTest } from "../description/model.ts";

const INDENT = "    ";

/**
 * Lines of a class that holds described tests and is switched off, in a way that type checkers accept.
 * @param width columns of a line
 */
export function describedClass(
  name: string,
  group: DescribedGroup,
  tests: readonly DescribedTest[],
  width: number,
): string[] {
  return [
    `class ${name}:`,
    ...docstringLiteral(groupDocstring(group, { width: width - INDENT.length }), INDENT),
    "",
    `${INDENT}__test__ = False`,
    ...tests.flatMap((test) => ["", ...describedTest(test, { inClass: true, width })]),
  ];
}

/** Lines of a described test: its docstring only. */
export function describedTest(
  test: DescribedTest,
  { inClass, width }: { readonly inClass: boolean; readonly width: number },
): string[] {
  const indent = inClass ? INDENT : "";
  const inner = indent + INDENT;
  return [
    `${indent}def ${test.name}(${inClass ? "self" : ""}):`,
    ...docstringLiteral(testDocstring(test, { width: width - inner.length }), inner),
  ];
}
