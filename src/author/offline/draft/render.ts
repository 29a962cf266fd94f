import type { Statement } from "../bind/body.ts";
import type { Import } from "../bind/model.ts";

const INDENT = "    ";

/** Lays statements out at `depth` levels of indentation, wrapping what is longer than `width` columns. */
export function layOut(statements: readonly Statement[], depth: number, width: number): string[] {
  return statements.flatMap((statement) => {
    if (typeof statement === "string") return wrap(statement, INDENT.repeat(depth), width);
    return [INDENT.repeat(depth) + statement.head, ...layOut(statement.body, depth + 1, width)];
  });
}

function wrap(statement: string, indent: string, width: number): string[] {
  if (indent.length + statement.length <= width) return [indent + statement];
  const assertion = /^(assert .+?), (f?"(?:[^"\\]|\\.)*")$/.exec(statement);
  if (assertion) return [`${indent}${assertion[1]}, (`, `${indent}${INDENT}${assertion[2]}`, `${indent})`];
  const open = statement.indexOf("(");
  if (open < 0 || !statement.endsWith(")")) return [indent + statement];
  const parts = splitArguments(statement.slice(open + 1, -1));
  return [
    indent + statement.slice(0, open + 1),
    ...parts.map((part) => `${indent}${INDENT}${part},`),
    `${indent})`,
  ];
}

/** Arguments of a call as written: commas in strings and brackets part nothing. */
function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[({]|[\])}]|,/g)) {
    if ("[({".includes(token)) depth += 1;
    else if ("])}".includes(token)) depth -= 1;
    else if (token === "," && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  return [...parts, text.slice(start).trim()].filter((part) => part !== "");
}

/** Import block: pytest first, then the suite's own modules, each once, names sorted. */
export function renderImports(imports: readonly Import[], width: number): string[] {
  const plain = new Set(imports.filter(({ name }) => name === "").map(({ module }) => module));
  const byModule = new Map<string, Set<string>>();
  for (const { module, name } of imports) {
    if (name !== "") byModule.set(module, (byModule.get(module) ?? new Set()).add(name));
  }
  const own = [...byModule]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([module, names]) => fromImport(module, [...names].sort(), width));
  const third = [...plain].sort().map((module) => `import ${module}`);
  return third.length > 0 && own.length > 0 ? [...third, "", ...own] : [...third, ...own];
}

function fromImport(module: string, names: readonly string[], width: number): string[] {
  const line = `from ${module} import ${names.join(", ")}`;
  if (line.length <= width) return [line];
  return [`from ${module} import (`, ...names.map((name) => `${INDENT}${name},`), ")"];
}
