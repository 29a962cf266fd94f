import { importedNames, isImport } from "./imports.ts";
import { descendants, nodesAround, type Span, type Syntax } from "./syntax.ts";

/** Names that code at this place can use: of the module and of the functions around it. `*` after a wildcard import. */
export function visibleNames(root: Syntax, place: Span): Set<string> {
  const names = new Set(boundNames(root));
  for (const node of nodesAround(root, place)) {
    if (node.type !== "function_definition") continue;
    for (const child of node.children) {
      const bound = child.type === "parameters" ? child.children.flatMap(parameterName) : boundNames(child);
      for (const name of bound) names.add(name);
    }
  }
  return names;
}

function parameterName(parameter: Syntax): string[] {
  const name = descendants(parameter).find((node) => node.type === "identifier");
  return name ? [name.token] : [];
}

/** Names that these statements bind in their own scope. */
export function boundNames(node: Syntax): string[] {
  if (isImport(node)) return importedNames(node).map((name) => name.as);
  if (node.type === "function_definition" || node.type === "class_definition") {
    return node.children.flatMap((child) => (child.field === "name" ? [child.token] : []));
  }
  return node.children.flatMap((child) =>
    isTarget(node, child) ? [...targetNames(child), ...boundNames(child)] : boundNames(child),
  );
}

const BINDERS = new Set(["assignment", "for_statement", "named_expression"]);

function isTarget(parent: Syntax, child: Syntax): boolean {
  if (child.type === "as_pattern_target") return true;
  return BINDERS.has(parent.type) && (child.field === "left" || child.field === "name");
}

function targetNames(target: Syntax): string[] {
  if (target.type === "identifier") return [target.token];
  if (target.type === "attribute" || target.type === "subscript") return [];
  return target.children.flatMap(targetNames);
}

/** Names that an expression or statement reads or writes as values: no attributes, no keyword names. */
export function valueNames(node: Syntax): string[] {
  return descendants(node).flatMap((leaf) =>
    leaf.type === "identifier" && leaf.field !== "attribute" && leaf.field !== "name" ? [leaf.token] : [],
  );
}
