import type { Node } from "./parser.ts";

/** A name that the body of a function calls or reads from an object. */
export interface Use {
  /** `restart` of `vm.restart(…)`, `instance` of `vm.instance`. */
  readonly name: string;
  /** The name before it: `client` of `self.client.post(…)`; "" for a plain function. */
  readonly on: string;
  readonly called: boolean;
  /** The call is told to wait: `wait=True`. */
  readonly waits: boolean;
  /** It stands in a loop or comprehension. */
  readonly repeated: boolean;
}

/**
 * What the functions and methods of a file use, in source order, by the line of their `def` (1-based).
 * Left out is what only runs when a caller switches it on: `if wait: …` under a parameter `wait` that is off by default.
 */
export function usesOf(root: Node): Map<number, Use[]> {
  const found = new Map<number, Use[]>();
  for (const definition of root.descendantsOfType("function_definition")) {
    const body = definition.childForFieldName("body");
    if (!body) continue;
    const off = switchedOff(definition.childForFieldName("parameters"));
    const uses = body.descendantsOfType(["call", "attribute"]).flatMap((node) => useOf(node, body, off));
    found.set(definition.startPosition.row + 1, uses);
  }
  return found;
}

/** Parameters that are off unless the caller says otherwise. */
function switchedOff(parameters: Node | null): Set<string> {
  const names = (parameters?.namedChildren ?? [])
    .filter((node) => /^(?:False|None)$/.test(node.childForFieldName("value")?.text ?? ""))
    .map((node) => node.childForFieldName("name")?.text ?? "");
  // A private helper is handed the switch of its caller.
  return new Set([...names, "wait"]);
}

function useOf(node: Node, body: Node, off: ReadonlySet<string>): Use[] {
  const call = node.type === "call";
  const target = call ? node.childForFieldName("function") : node;
  // The attribute of a call is that call.
  if (!target || (!call && node.parent?.type === "call" && isTarget(node))) return [];
  const name = target.type === "attribute" ? target.childForFieldName("attribute")?.text : target.text;
  if (name === undefined || !/^\w+$/.test(name)) return [];
  const place = placeOf(node, body, off);
  if (place === null) return [];
  const on = target.type === "attribute" ? (target.childForFieldName("object")?.text ?? "") : "";
  return [
    { name, on: /(\w+)$/.exec(on)?.[1] ?? "", called: call, waits: call && isToldToWait(node), ...place },
  ];
}

const isTarget = (node: Node): boolean => node.parent?.childForFieldName("function")?.id === node.id;

const isToldToWait = (call: Node): boolean =>
  (call.childForFieldName("arguments")?.namedChildren ?? []).some((one) =>
    /^wait\w*\s*=\s*True$/.test(one.text),
  );

const LOOPS = /^(?:for_statement|while_statement|\w+_comprehension|generator_expression)$/;

/** Whether the node is repeated; null when it only runs under a switch that is off. */
function placeOf(node: Node, body: Node, off: ReadonlySet<string>): { repeated: boolean } | null {
  let repeated = false;
  for (let child = node, up = node.parent; up !== null && child.id !== body.id; child = up, up = up.parent) {
    if (LOOPS.test(up.type)) repeated = true;
    const isThen =
      up.type === "if_statement"
        ? up.childForFieldName("consequence")?.id === child.id
        : up.type === "conditional_expression" && up.namedChildren[0]?.id === child.id;
    const condition =
      up.type === "if_statement" ? up.childForFieldName("condition") : (up.namedChildren[1] ?? null);
    if (isThen && condition !== null && off.has(condition.text)) return null;
  }
  return { repeated };
}
