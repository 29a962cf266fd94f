import { describe, expect, it } from "vitest";
import { loadPython } from "../../src/python/parser.ts";
import { withoutLeftImports } from "../../src/python/unused-imports.ts";

const python = await loadPython();
const left = (imports: string, before: string, after: string): string =>
  withoutLeftImports(python, `${imports}\n\n${before}\n`, `${imports}\n\n${after}\n`);

describe("imports that an edit left without a use", () => {
  it.each([
    ["the only name of a line", "from a import x", "x()", "y()", "\ny()\n"],
    [
      "the first of several",
      "from a import w, x, y",
      "w(x, y)",
      "f(x, y)",
      "from a import x, y\n\nf(x, y)\n",
    ],
    ["the last of several", "from a import w, x, y", "w(x, y)", "f(w, x)", "from a import w, x\n\nf(w, x)\n"],
    ["all but one", "from a import w, x, y", "w(x, y)", "f(x)", "from a import x\n\nf(x)\n"],
    [
      "one of a wrapped statement",
      "from a import (\n    w,\n    x,\n)",
      "w(x)",
      "f(w)",
      "from a import (\n    w,\n)\n\nf(w)\n",
    ],
    ["an alias", "import a.b as c\nimport d", "c(d)", "f(d)", "import d\n\nf(d)\n"],
    [
      "a module, with one of the blank lines around it",
      "import d\n\nfrom a import x",
      "d(x)",
      "f(x)",
      "\nfrom a import x\n\nf(x)\n",
    ],
  ])("go: %s", (_, imports, before, after, expected) => {
    expect(left(imports, before, after)).toBe(expected);
  });

  it.each([
    ["was unused before", "from a import x", "f()", "g()"],
    ["is still mentioned in a string", "from a import x", "x()", 'f("x")'],
    ["is used as another's member", "from a import x", "x()", "f.x()"],
  ])("stay when the name %s", (_, imports, before, after) => {
    expect(left(imports, before, after)).toBe(`${imports}\n\n${after}\n`);
  });
});
