import { verbOf } from "./names.ts";
import type { ConstantLookup } from "./syntax/constants.ts";
import { digest, dotted, type Expr, makeExpr, walk } from "./syntax/expression.ts";
import { type Names, resolve } from "./syntax/resolve.ts";
import type { FileScope } from "./syntax/scope.ts";

interface Binding {
  readonly value: Expr;
  /** How many actions had been taken when the name got its value. */
  readonly moment: number;
}

/** Above this many nodes a value is named, not repeated, where its name is used. */
const LARGEST_VALUE = 200;

/** Attributes that hand out a copy of the cluster's state, so that what is read later through it is old. */
const SNAPSHOTS: ReadonlySet<string> = new Set(["instance", "body", "data", "items"]);

/**
 * Values of the local names of a function while its statements are read in order.
 *
 * A name stands for the expression it was bound to, as long as nothing has happened since. After an action it stands for
 * what was *captured* before, so a test that reads the state, acts, and then asserts on the old reading is told from one
 * that looks again.
 */
export class Environment {
  #bindings: Map<string, Binding>;
  /** What has been done so far, by its verb. */
  readonly #actions: string[] = [];
  readonly #file: FileScope;
  readonly #constant: ConstantLookup;

  constructor(file: FileScope, constant: ConstantLookup, bindings: Map<string, Binding> = new Map()) {
    this.#file = file;
    this.#constant = constant;
    this.#bindings = bindings;
  }

  /** Something was done: values read before are old from now on. */
  act(name: string): void {
    this.#actions.push(verbOf(name));
  }

  bind(name: string, value: Expr): void {
    const held = ["list", "set", "dict"].includes(value.kind);
    const kept = held ? makeExpr("bound", "held", [value], value) : value;
    this.#bindings.set(name, { value: kept, moment: this.#actions.length });
  }

  resolve(expr: Expr): Expr {
    return resolve(expr, this.#names());
  }

  /** What one path through the program has bound, to come back to later. */
  snapshot(): Map<string, Binding> {
    return new Map(this.#bindings);
  }

  restore(bindings: Map<string, Binding>): void {
    this.#bindings = new Map(bindings);
  }

  /** After a branch or loop, a name that one path changed has either value. */
  merge(paths: readonly Map<string, Binding>[]): void {
    const [first = new Map<string, Binding>()] = paths;
    const names = new Set(paths.flatMap((path) => [...path.keys()]));
    const merged = new Map<string, Binding>();
    for (const name of names) {
      const found = paths.map((path) => path.get(name));
      const [one] = found;
      if (one && found.every((binding) => binding?.value.key === one.value.key)) {
        merged.set(name, first.get(name) ?? one);
        continue;
      }
      const values = found.flatMap((binding) => (binding ? [binding.value] : []));
      const origin = values[0] ?? { text: name, line: 0 };
      merged.set(name, { value: makeExpr("bound", "either", values, origin), moment: this.#actions.length });
    }
    this.#bindings = merged;
  }

  #names(): Names {
    return {
      lookup: (name, receiver) => this.#lookup(name, receiver),
      constant: this.#constant,
      modules: this.#file.modules,
      depth: 0,
    };
  }

  #lookup(name: Expr, receiver: boolean): Expr | null {
    const binding = this.#bindings.get(name.value);
    if (!binding) return this.#file.lookup(name.value);
    const { value, moment } = binding;
    if (value.size > LARGEST_VALUE) return makeExpr("bound", digest(value.key), [], name);
    const since = this.#actions.slice(moment);
    if (since.length === 0 || !isVolatile(value) || (receiver && isLive(value))) return value;
    return makeExpr("captured", since.join(), [value], name);
  }
}

/** True when evaluating the expression again later may give something else. */
function isVolatile(value: Expr): boolean {
  for (const part of walk(value)) {
    if (part.kind === "captured") return false;
    if (part.kind === "call" || part.kind === "subscript") return true;
    if (part.kind === "attribute" && !isPath(part)) return true;
  }
  return false;
}

/** `pytest.raises`: a path into a module, not an attribute of an object. */
function isPath(expr: Expr): boolean {
  let root: Expr | undefined = expr;
  while (root?.kind === "attribute") root = root.parts[0];
  return root?.kind === "module" || (root?.kind === "name" && /^[A-Z]/.test(root.value));
}

/** An object reached by plain attributes shows its present state whenever it is asked. */
function isLive(value: Expr): boolean {
  if (dotted(value) === null) return false;
  return [...walk(value)].every((part) => part.kind !== "attribute" || !SNAPSHOTS.has(part.value));
}
