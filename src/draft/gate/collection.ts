import type { FileView } from "./file-view.ts";
import { readDecorators } from "./file-view.ts";
import { isConstant } from "./syntax/expression.ts";
import type { Definition } from "./syntax/source.ts";
import type { Block, ClassSource, Statement } from "./syntax/statement.ts";

/** True for a function whose name and place are those of a test, collected or not. */
export function isTest({ function: definition, owners }: Definition): boolean {
  return definition.name.startsWith("test") && owners.every((owner) => owner.name.startsWith("Test"));
}

/** True for a test that only says what it will show: docstring, no code. */
export function isDescribedOnly({ function: definition }: Definition): boolean {
  return definition.body.every(
    (statement) =>
      statement.kind === "pass" || (statement.kind === "expression" && statement.value.kind === "constant"),
  );
}

/** Why pytest would not collect a test; null when it would. */
export function whyNotCollected(view: FileView, definition: Definition): string | null {
  const { owners, condition } = definition;
  if (condition) return `it is defined only under \`${condition}\``;
  const constructed = owners.find(hasConstructor);
  if (constructed) return `class \`${constructed.name}\` has a constructor`;
  const wrapped = readDecorators(view.scope, definition.function.decorators).find(({ name }) =>
    /(^|\.)(fixture|property|cached_property|contextmanager)$/.test(name ?? ""),
  );
  if (wrapped) return `\`@${wrapped.name}\` makes it something else`;
  if (isSwitchedOff(view, definition)) return "`__test__` switches it off";
  return null;
}

function hasConstructor(owner: ClassSource): boolean {
  return owner.body.some(
    (statement) => statement.kind === "function" && /^__(init|new)__$/.test(statement.definition.name),
  );
}

function isSwitchedOff(view: FileView, definition: Definition): boolean {
  const scopes = [view.source.body, ...definition.owners.map((owner) => owner.body)];
  const names = definition.qualname.split(".");
  const paths = names.map((_, index) => names.slice(0, index + 1).join("."));
  return scopes.some((block, depth) =>
    switches(block).some(({ owner, off }) => {
      const inside = names.slice(0, depth).join(".");
      return off && (owner === "" || paths.includes(inside ? `${inside}.${owner}` : owner));
    }),
  );
}

/** `__test__ = False` in a block (owner "") and `name.__test__ = False` after a definition. */
function switches(block: Block): { owner: string; off: boolean }[] {
  return block.flatMap((statement) => {
    const owner = switchedBy(statement);
    if (owner === null || statement.kind !== "assign") return [];
    return [{ owner, off: !statement.value || !isConstant(statement.value, "True") }];
  });
}

/** What an assignment to `__test__` switches: "" for its own block; null for any other statement. */
export function switchedBy(statement: Statement): string | null {
  if (statement.kind !== "assign") return null;
  for (const target of statement.targets) {
    if (target.kind === "name" && target.value === "__test__") return "";
    if (target.kind === "attribute" && target.value === "__test__") return target.parts[0]?.text ?? "";
  }
  return null;
}
