import type { Binding } from "../../../draft/model.ts";
import { pythonString } from "../../../python/literals.ts";
import { snakeCase } from "../words.ts";
import { type Call, nearest } from "./calls.ts";
import type { BindContext, Bound } from "./model.ts";
import { freeName, type Scope } from "./scope.ts";

/** The outcome stays unbound, with what came nearest. */
export const none = (text: string, near: readonly Call[]): Bound => ({
  ok: false,
  reason: `"${text}": nothing in the suite shows this${nearest(text, near)}`,
});

/** The outcome is shown by a call, in these lines after the steps and those before them. */
export function shown(
  text: string,
  call: Call,
  lines: readonly string[],
  before: readonly string[] = [],
): Bound {
  const binding: Binding = {
    section: "expected",
    text,
    target: `${call.helper.module}.${call.helper.qualname}`,
    score: call.score,
  };
  return { ok: true, binding, scope: call.scope, imports: call.imports, before, lines };
}

/** A local name for what the subject names, one that hides nothing: "Boot ID of the VM" is `vm_boot_id`. */
export function localName(subject: string, scope: Scope, { catalogue }: BindContext): string {
  const owned = subject
    .split(/\s+of\s+/i)
    .reverse()
    .join(" ");
  const name = snakeCase(owned.replace(/\b(?:the|an?)\b/gi, " "), 30) || "value";
  return freeName([name, `${name}_read`], scope, catalogue);
}

/** An f-string of plain text and replacement fields. */
export const fString = (text: string, fields: string): string =>
  `f${pythonString(text.replaceAll("{", "{{").replaceAll("}", "}}")).slice(0, -1)}${fields}"`;
