import type { Binding } from "../../draft/model.ts";
import { pythonString } from "../../python/literals.ts";
import type { Helper } from "../../suite/model.ts";
import { alternatives, bareName, isOptional } from "../../suite/types.ts";
import type { BindContext, Bound } from "./bind.ts";
import { bindRefusal } from "./bind-refusal.ts";
import { acts, bestOf, type Call, callsFor, denies, nearest, ownName, toShow } from "./calls.ts";
import type { Candidate } from "./catalogue.ts";
import { saysRefused } from "./refusals.ts";
import { freeName, type Scope, withFixturesOf } from "./scope.ts";
import { isConditional, isNegated, NOT, snakeCase } from "./words.ts";

const BEFORE = `(?: (?:from|than|as) (?:the one |the value )?before)?`;
const CHANGES = new RegExp(
  `^(.+?) (?:changes?|has changed|have changed|(?:is|are) (?:changed|different|new)|differs?|(?:is|are) not (?:the same|unchanged))${BEFORE}$`,
  "i",
);
const UNCHANGED = new RegExp(
  `^(.+?) (?:(?:is|are|stays?|remains?) (?:unchanged|preserved|kept|retained|the same)|(?:is|are|has|have) not changed|(?:does|do) not change|never changes?)${BEFORE}$`,
  "i",
);
const EQUALS = /^(.+?) (?:is|are|equals?|is equal to|becomes|reads) (?:["“]([^"”]+)["”]|(0|[1-9]\d*))$/i;
/** Types whose values can be compared and keep their meaning after the action. */
const TEXTS = ["str"];
const NUMBERS = ["int", "float"];
const VALUES = new Set([
  ...TEXTS,
  ...NUMBERS,
  ...["bool", "list", "dict", "set", "tuple", "datetime", "date", "IPv4Address", "IPv6Address"],
]);
/** Words for what a state is the state of: `VM is "Running"` is asked for as "VM status". */
const STATE_NOUNS = ["", " status", " phase", " state"];

/**
 * Binds an outcome to an assertion; what it demands is taken from the words alone, never from what the code does.
 * @param entry what the test has in hand before its first step: what is compared must be read there
 */
export function bindExpectation(
  text: string,
  scope: Scope,
  context: BindContext,
  { negative, entry }: { readonly negative: boolean; readonly entry: Scope },
): Bound {
  if (negative && saysRefused(text)) return bindRefusal(text, scope, context);
  const unchanged = UNCHANGED.exec(text)?.[1];
  const changed = unchanged === undefined ? CHANGES.exec(text)?.[1] : undefined;
  const subject = unchanged ?? changed;
  if (subject !== undefined && !isNegated(subject) && !isConditional(subject)) {
    return compared(text, subject, changed !== undefined, { scope, entry }, context);
  }
  if (isConditional(text)) return none(text, []);
  return verified(text, scope, context) ?? equal(text, scope, context) ?? holds(text, scope, context);
}

const none = (text: string, near: readonly Call[]): Bound => ({
  ok: false,
  reason: `"${text}": nothing in the suite shows this${nearest(text, near)}`,
});

function shown(text: string, call: Call, lines: readonly string[], before: readonly string[] = []): Bound {
  const binding: Binding = {
    section: "expected",
    text,
    target: `${call.helper.module}.${call.helper.qualname}`,
    score: call.score,
  };
  return { ok: true, binding, scope: call.scope, imports: call.imports, before, lines };
}

/** "Boot ID of the guest changes": read before the steps, read again, compare. */
function compared(
  text: string,
  subject: string,
  changes: boolean,
  { scope, entry }: { readonly scope: Scope; readonly entry: Scope },
  context: BindContext,
): Bound {
  const calls = readers(subject, entry, context, VALUES);
  const call = bestOf(calls);
  if (call === null) return none(text, calls);
  const name = localName(subject, scope, context);
  const operator = changes ? "!=" : "==";
  const message = fString(
    `${subject} ${changes ? "did not change" : "changed"}: `,
    `{${name}_before} -> {${name}_after}`,
  );
  return shown(
    text,
    { ...call, scope: withFixturesOf(scope, call.scope) },
    [`${name}_after = ${call.expression}`, `assert ${name}_after ${operator} ${name}_before, ${message}`],
    [`${name}_before = ${call.expression}`],
  );
}

/** Helpers that raise when what they are named after is not so. */
const RAISES = /^(?:wait|verify|assert)_/;
/** These may as well return their answer; only one that returns nothing can have raised it. */
const MAY_RAISE = /^(?:check|validate|expect|ensure)_/;

/** A helper that waits for or verifies exactly this. */
function verified(text: string, scope: Scope, context: BindContext): Bound | null {
  const negated = isNegated(text);
  const view = (candidate: Candidate<Helper>): Candidate<Helper> | null => {
    const { returns, contextManager } = candidate.item;
    const name = ownName(candidate.item);
    // A context manager that nobody enters does nothing.
    if (contextManager) return null;
    const speaks = (RAISES.test(name) && returns !== "bool") || (MAY_RAISE.test(name) && returns === "None");
    // The outcome does not say "wait": what is awaited is the rest of the name.
    return speaks && denies(candidate) === negated ? { ...candidate, name: candidate.name.slice(1) } : null;
  };
  const [, subject = "", value] = EQUALS.exec(text) ?? [];
  const asked =
    value === undefined
      ? [text]
      : [`${subject} ${value}`, ...STATE_NOUNS.slice(1).map((noun) => `${subject}${noun} "${value}"`)];
  const best = bestOf(asked.flatMap((one) => callsFor(toShow(one), scope, context, view)));
  return best && shown(text, best, [best.expression]);
}

/** `X is "value"`: something that reads X, compared with the value. */
function equal(text: string, scope: Scope, context: BindContext): Bound | null {
  const [, subject = "", quoted, number] = EQUALS.exec(text) ?? [];
  if (subject === "" || isNegated(subject)) return null;
  const value = quoted === undefined ? (number ?? "") : pythonString(quoted);
  const types = new Set(quoted === undefined ? NUMBERS : TEXTS);
  const best = bestOf(STATE_NOUNS.flatMap((noun) => readers(subject + noun, scope, context, types)));
  if (best === null) return null;
  const name = localName(subject, scope, context);
  return shown(text, best, [
    `${name} = ${best.expression}`,
    `assert ${name} == ${value}, ${fString(`${subject} is `, `{${name}}`)}`,
  ]);
}

/** "Snapshot is ready to use": something that answers yes or no. */
function holds(text: string, scope: Scope, context: BindContext): Bound {
  const question = toShow(text);
  const denials = question.phrase.filter((word) => word === NOT).length;
  const asked = { ...question, phrase: question.phrase.filter((word) => word !== NOT) };
  const calls = callsFor(asked, scope, context, (candidate) =>
    candidate.item.returns === "bool" && !acts(candidate.item) && !denies(candidate) ? candidate : null,
  );
  const best = denials > 1 ? null : bestOf(calls);
  if (best === null) return none(text, calls);
  const condition = denials === 1 ? `not ${best.expression}` : best.expression;
  return shown(text, best, [`assert ${condition}, ${pythonString(`Not so: ${text}`)}`]);
}

const GETS = /^(?:get|list|find|fetch|read)_/;

/** Helpers that read the subject, and do nothing else. */
function readers(subject: string, scope: Scope, context: BindContext, types: ReadonlySet<string>): Call[] {
  return callsFor(toShow(subject), scope, context, (candidate) => {
    const { item } = candidate;
    if (acts(item) || RAISES.test(ownName(item)) || item.contextManager || isOptional(item.returns))
      return null;
    const returned = alternatives(item.returns).map(bareName);
    if (returned.length === 0 || !returned.every((type) => types.has(type))) return null;
    return GETS.test(ownName(item)) ? { ...candidate, name: candidate.name.slice(1) } : candidate;
  });
}

/** A local name for what the subject names, one that hides nothing: "Boot ID of the VM" is `vm_boot_id`. */
function localName(subject: string, scope: Scope, { catalogue }: BindContext): string {
  const owned = subject
    .split(/\s+of\s+/i)
    .reverse()
    .join(" ");
  const name = snakeCase(owned.replace(/\b(?:the|an?)\b/gi, " "), 30) || "value";
  return freeName([name, `${name}_read`], scope, catalogue);
}

/** An f-string of plain text and replacement fields. */
const fString = (text: string, fields: string): string =>
  `f${pythonString(text.replaceAll("{", "{{").replaceAll("}", "}}")).slice(0, -1)}${fields}"`;
