import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/python/edits.ts";
import { importEdit } from "../../src/python/imports.ts";
import { loadPython } from "../../src/python/parser.ts";
import { askPython } from "./python3.ts";

const python = await loadPython();

function withImport(source: string, module: string, name: string): string {
  return python.parse(source, (root) => {
    const edit = importEdit(root, module, name);
    return edit === null ? source : applyEdits(source, [edit]);
  });
}

describe("importEdit", () => {
  it.each([
    ["extends a line in order", "from a.b import zeta, Beta\n", "from a.b import Beta, reset, zeta\n"],
    [
      "extends a line in brackets",
      "from a.b import (x, y)  # why\n",
      "from a.b import (reset, x, y)  # why\n",
    ],
    ["keeps aliases", "from a.b import y as z\n", "from a.b import reset, y as z\n"],
    [
      "does not touch a list over several lines",
      "from a.b import (\n    x,\n)\n",
      "from a.b import (\n    x,\n)\nfrom a.b import reset\n",
    ],
    [
      "stands behind the last module that sorts before",
      "import os\n\nfrom a.a import x\nfrom c import y\n",
      "import os\n\nfrom a.a import x\nfrom a.b import reset\nfrom c import y\n",
    ],
    [
      "stands behind a plain import, apart",
      "import pytest\n\nX = 1\n",
      "import pytest\n\nfrom a.b import reset\n\nX = 1\n",
    ],
    [
      "leaves a comment with its import",
      "import pytest  # noqa: E402\n",
      "import pytest  # noqa: E402\n\nfrom a.b import reset\n",
    ],
    [
      "stands behind a future import",
      '"""Doc."""\nfrom __future__ import annotations\n\nX = 1\n',
      '"""Doc."""\nfrom __future__ import annotations\n\nfrom a.b import reset\n\nX = 1\n',
    ],
    [
      "stands behind the docstring",
      '"""Doc."""\n\nX = 1\n',
      '"""Doc."""\n\nfrom a.b import reset\n\nX = 1\n',
    ],
    [
      "stands behind a licence and an encoding",
      "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n# Licence\n\nX = 1\n",
      "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n# Licence\n\nfrom a.b import reset\n\nX = 1\n",
    ],
    [
      "stands before a comment of the code",
      "# Says what X is.\nX = 1\n",
      "from a.b import reset\n\n# Says what X is.\nX = 1\n",
    ],
    ["begins an empty file", "", "from a.b import reset\n\n"],
    [
      "keeps Windows line ends apart",
      "import os\r\nX = 1\r\n",
      "import os\n\nfrom a.b import reset\r\nX = 1\r\n",
    ],
  ])("%s", (_, source, expected) => {
    expect(withImport(source, "a.b", "reset")).toBe(expected);
  });

  it.each([
    "from a.b import reset\n",
    "from a.b import (\n    other,\n    reset,\n)\n",
    "from a.b import other\nfrom a.b import (\n    reset,\n)\n",
  ])("has nothing to do for %j", (source) => {
    expect(python.parse(source, (root) => importEdit(root, "a.b", "reset"))).toBeNull();
  });

  it("makes the name importable in every file of the example suite and changes nothing else", () => {
    const suite = join(import.meta.dirname, "..", "..", "fixtures", "suite");
    const files = readdirSync(suite, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".py"))
      .map((path) => readFileSync(join(suite, path), "utf8"));
    const pairs = files.flatMap((source) =>
      ["aaa.first", "utilities.virt", "zzz.last"].map((module) => ({
        module,
        before: source,
        after: withImport(source, module, "brand_new"),
      })),
    );
    expect(pairs.length).toBeGreaterThan(200);
    const script = `
import ast
def without(text, module):
    tree = ast.parse(text)
    found = 0
    for node in list(tree.body):
        if isinstance(node, ast.ImportFrom) and node.module == module:
            found += sum(name.name == "brand_new" for name in node.names)
            node.names = [name for name in node.names if name.name != "brand_new"]
            if not node.names:
                tree.body.remove(node)
    return found, ast.dump(tree)
answer = []
for pair in data:
    compile(pair["after"], "after", "exec")
    before, after = without(pair["before"], pair["module"]), without(pair["after"], pair["module"])
    if before[0] != 0 or after[0] != 1 or before[1] != after[1]:
        answer.append(pair)`;
    expect(askPython(script, pairs)).toEqual([]);
  });
});
