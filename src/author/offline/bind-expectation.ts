import type { Binding } from "../../draft/model.ts";
import { pythonString } from "../../python/literals.ts";
import type { Helper } from "../../suite/model.ts";
import { alternatives, bareName, isOptional } from "../../suite/types.ts";
import type { BindContext, Bound } from "./bind.ts";
import { type Call, callsFor, VERIFYING } from "./bind-step.ts";
import { type Candidate, fitness } from "./catalogue.ts";
import type { Scope } from "./scope.ts";
import { snakeCase, stems } from "./words.ts";

const CONFIDENT = 0.6;
const REFUSED =
  /\b(?:refused|rejected|denied|forbidden|blocked|prevented|disallowed|not allowed|not permitted|fails)\b/i;
const CHANGES = /^(.+?) (?:changes|has changed|is different|differs|is new)(?: .*)?$/i;
const UNCHANGED =
  /^(.+?) (?:is unchanged|does not change|is preserved|is kept|is retained|stays the same|remains the same|is the same(?: as before)?)$/i;
const EQUALS = /^(.+?) (?:is|equals|is equal to|becomes|reads) (?:["“]([^"”]+)["”]|(\d+))$/i;
const SCALARS = new Set(["str", "int", "float", "bool", "list", "dict", "set", "tuple"]);

/** Binds an outcome to an assertion; what it demands is taken from the words alone, never from what the code does. */
export function bindExpectation(text: string, scope: Scope, context: BindContext, negative: boolean): Bound {
  if (negative && REFUSED.test(text)) return refused(text, scope, context);
  const comparison = CHANGES.exec(text) ?? UNCHANGED.exec(text);
  if (comparison) return compared(text, comparison[1] ?? "", CHANGES.test(text), scope, context);
  return (
    verified(text, scope, context) ?? equal(text, scope, context) ?? holds(text, scope, context) ?? none(text)
  );
}

const none = (text: string, near?: Call): Bound => ({
  ok: false,
  reason: `"${text}": nothing in the suite shows this${near ? ` (nearest: ${near.helper.qualname}, ${near.score.toFixed(2)})` : ""}`,
});

const binding = (text: string, call: Call): Binding => ({
  section: "expected",
  text,
  target: `${call.helper.module}.${call.helper.qualname}`,
  score: call.score,
});

/** The request must raise the suite's error for a refusal; which one, its docstring says. */
function refused(text: string, scope: Scope, context: BindContext): Bound {
  const phrase = stems(text);
  const actor = scope.fixtures.some((fixture) =>
    /unprivileg|developer|user/i.test(`${fixture.name} ${fixture.doc}`),
  );
  const words = actor ? [...phrase, ...stems("forbidden permission user")] : phrase;
  const ranked = context.catalogue.errors
    .map((candidate) => ({ candidate, score: errorFit(words, candidate, context) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.candidate.item.name.localeCompare(b.candidate.item.name));
  const error = ranked[0]?.candidate.item;
  if (error === undefined)
    return { ok: false, reason: `"${text}": the suite has no error that stands for a refusal` };
  return {
    ok: true,
    binding: {
      section: "expected",
      text,
      target: `${error.module}.${error.name}`,
      score: ranked[0]?.score ?? 0,
    },
    scope,
    imports: [
      { module: "pytest", name: "" },
      { module: error.module, name: error.name },
    ],
    before: [],
    lines: [],
    refusedWith: `pytest.raises(${error.name})`,
  };
}

function errorFit(
  words: readonly string[],
  candidate: Candidate<{ readonly name: string; readonly bases: readonly string[] }>,
  context: BindContext,
): number {
  const shared = words.filter((word) => candidate.name.includes(word) || candidate.about.has(word));
  const weight = shared.reduce((sum, word) => sum + context.catalogue.weight(word), 0);
  const total = words.reduce((sum, word) => sum + context.catalogue.weight(word), 0);
  // The base class of all refusals would accept any of them, which proves less.
  const base = context.catalogue.errors.some(({ item }) =>
    item.bases.some((name) => bareName(name) === candidate.item.name),
  );
  return base || total === 0 ? 0 : Math.round((weight / total) * 100) / 100;
}

/** "Boot ID of the guest changes": read before the steps, read again, compare. */
function compared(
  text: string,
  subject: string,
  changes: boolean,
  scope: Scope,
  context: BindContext,
): Bound {
  const call = readers(subject, scope, context)[0];
  if (call === undefined || call.score < CONFIDENT) return none(text, call);
  const name = localName(subject, scope);
  const operator = changes ? "!=" : "==";
  const told = changes ? "did not change" : "changed";
  return {
    ok: true,
    binding: binding(text, call),
    scope: call.scope,
    imports: call.imports,
    before: [`${name}_before = ${call.expression}`],
    lines: [
      `${name}_after = ${call.expression}`,
      `assert ${name}_after ${operator} ${name}_before, f"${plain(subject)} ${told}: {${name}_before} -> {${name}_after}"`,
    ],
  };
}

/** A helper that waits for or verifies exactly this. */
function verified(text: string, scope: Scope, context: BindContext): Bound | null {
  const ranked = variants(text).flatMap(({ words, phrase }) =>
    callsFor(
      phrase,
      stems(words),
      scope,
      context,
      ({ item }) => VERIFYING.test(nameOf(item)) && item.returns !== "bool",
    ),
  );
  const best = ranked.sort((a, b) => b.score - a.score)[0];
  if (best === undefined || best.score < CONFIDENT) return null;
  return {
    ok: true,
    binding: binding(text, best),
    scope: best.scope,
    imports: best.imports,
    before: [],
    lines: [best.expression],
  };
}

/** `VM is "Running"` is also asked for as "wait for VM running" and as "wait for VM status" with the value given. */
function variants(text: string): { words: string; phrase: string }[] {
  const state = EQUALS.exec(text);
  if (!state?.[2]) return [{ words: `wait ${text}`, phrase: text }];
  return [
    { words: `wait ${state[1]} ${state[2]}`, phrase: state[1] ?? "" },
    { words: `wait ${state[1]} status`, phrase: `${state[1]} "${state[2]}"` },
    { words: `wait ${state[1]}`, phrase: `${state[1]} "${state[2]}"` },
  ];
}

/** `X is "value"`: something that reads X, compared with the value. */
function equal(text: string, scope: Scope, context: BindContext): Bound | null {
  const found = EQUALS.exec(text);
  if (!found) return null;
  const subject = found[1] ?? "";
  const value = found[2] === undefined ? (found[3] ?? "") : pythonString(found[2]);
  const call = [...readers(subject, scope, context), ...readers(`${subject} status`, scope, context)].sort(
    (a, b) => b.score - a.score,
  )[0];
  if (call === undefined || call.score < CONFIDENT) return null;
  const name = localName(subject, scope);
  return {
    ok: true,
    binding: binding(text, call),
    scope: call.scope,
    imports: call.imports,
    before: [],
    lines: [`${name} = ${call.expression}`, `assert ${name} == ${value}, f"${plain(subject)} is {${name}}"`],
  };
}

/** "Snapshot is ready to use": something that answers yes or no. */
function holds(text: string, scope: Scope, context: BindContext): Bound | null {
  const negated = /\b(?:is|does|are|do) not\b|\bno longer\b/i.test(text);
  const best = callsFor(text, stems(text), scope, context, ({ item }) => item.returns === "bool")[0];
  if (best === undefined || best.score < CONFIDENT) return null;
  return {
    ok: true,
    binding: binding(text, best),
    scope: best.scope,
    imports: best.imports,
    before: [],
    lines: [`assert ${negated ? "not " : ""}${best.expression}, ${pythonString(`Not so: ${text}`)}`],
  };
}

function readers(subject: string, scope: Scope, context: BindContext): Call[] {
  return callsFor(subject, stems(subject), scope, context, (candidate) => {
    const { item } = candidate;
    if (VERIFYING.test(nameOf(item)) || item.contextManager || isOptional(item.returns)) return false;
    const types = alternatives(item.returns).map(bareName);
    const covers = fitness(stems(subject), candidate, context.catalogue) > 0;
    return covers && types.length > 0 && types.every((type) => SCALARS.has(type));
  });
}

/** A local name for what the subject names, one that hides no fixture. */
function localName(subject: string, scope: Scope): string {
  const name = snakeCase(subject.replace(/\b(?:of|the|a|an)\b/gi, " "), 30) || "value";
  return scope.values.some((value) => value.expression === name) ? `${name}_read` : name;
}

/** Text that can stand inside an f-string. */
const plain = (text: string): string => text.replace(/[{}"\\]/g, "");

const nameOf = (helper: Helper): string => helper.qualname.split(".").at(-1) ?? "";
