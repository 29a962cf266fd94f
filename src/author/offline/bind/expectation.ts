import { pythonString } from "../../../python/literals.ts";
import type { Helper } from "../../../suite/model.ts";
import { saysRefused } from "../describe/refusals.ts";
import { capital, isConditional, isNegated, NOT } from "../words.ts";
import { acts, bestOf, type Call, callsFor, denies, ownName } from "./calls.ts";
import type { Candidate } from "./catalogue.ts";
import { bindComparison } from "./comparison.ts";
import { bindEvent, speaksOfEvents } from "./event.ts";
import { toShow } from "./likeness.ts";
import type { BindContext, Bound } from "./model.ts";
import { RAISES, readers } from "./readers.ts";
import { bindRefusal } from "./refusal.ts";
import type { Scope } from "./scope.ts";
import { fString, localName, none, shown } from "./shown.ts";

const EQUALS = /^(.+?) (?:is|are|equals?|is equal to|becomes|reads) (?:["“]([^"”]+)["”]|(0|[1-9]\d*))$/i;
/** Types of values that a plan can write down. */
const TEXTS = ["str"];
const NUMBERS = ["int", "float"];
/** Words for what a state is the state of: `VM is "Running"` is asked for as "VM status". */
const STATE_NOUNS = ["", " status", " phase", " state"];
/** That a state is kept is more than that it is there: `VM stays "Paused"`. */
const KEPT =
  /^(.+?) (?:stays?|remains?|keeps being|(?:is|are) still) (?:in )?(?:the )?(?:(?:state|status|phase) )?(?:["“]([^"”]+)["”]|(running|stopped|paused|migrating))$/i;

/** What the test has in hand after its steps, and before the first. */
interface Scopes {
  readonly scope: Scope;
  readonly entry: Scope;
}

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
  const compared = bindComparison(text, { scope, entry }, context);
  if (compared !== null) return compared;
  if (isConditional(text)) return none(text, []);
  if (speaksOfEvents(text)) return bindEvent(text, { scope, entry }, context);
  const kept = KEPT.exec(text);
  const watched = kept && stays(text, kept, { scope, entry }, context);
  if (watched?.ok || (watched && !STILL.test(text))) return watched;
  if (STILL.test(text)) return still(text, { scope, entry }, context);
  return (
    verified(text, scope, context) ?? equal(text, scope, context) ?? holds(text, { scope, entry }, context)
  );
}

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

/** A helper that watches a state for a while. */
function stays(
  text: string,
  [, subject = "", quoted, word = ""]: RegExpExecArray,
  scopes: Scopes,
  context: BindContext,
): Bound {
  const value = quoted ?? capital(word.toLowerCase());
  return holds(text, scopes, context, [
    text,
    ...STATE_NOUNS.slice(1).map((noun) => `${subject} stays in${noun} "${value}"`),
  ]);
}

const STILL = /\b(is|are|has|have) still\b/i;

/** "X is still so" says two things: X was so before the steps, and it is so after them. */
function still(text: string, { scope, entry }: Scopes, context: BindContext): Bound {
  const plain = text.replace(STILL, "$1");
  const state = plain.replace(/["“”]/g, "");
  const look = (at: Scope): Bound => {
    const asked = holds(plain, { scope: at, entry: at }, context, [state]);
    return asked.ok ? asked : (equal(plain, at, context) ?? asked);
  };
  const [before, after] = [look(entry), look(scope)];
  if (!before.ok || !after.ok || before.binding.target !== after.binding.target) return none(text, []);
  const earlier = before.lines.map((line) => line.replace('"Not so: ', '"Not so before: '));
  return { ...after, binding: { ...after.binding, text }, before: earlier };
}

/** `X is "value"`: something that reads X, compared with the value. */
function equal(text: string, scope: Scope, context: BindContext): Bound | null {
  const [, subject = "", quoted, number] = EQUALS.exec(text) ?? [];
  if (subject === "" || isNegated(subject)) return null;
  const value = quoted === undefined ? (number ?? "") : pythonString(quoted);
  const types = new Set(quoted === undefined ? NUMBERS : TEXTS);
  const plain = (type: string): boolean => types.has(type);
  const asked = STATE_NOUNS.map((noun) => subject + noun);
  const read = asked.map((one) => readers(one, scope, context, { fits: plain }));
  const best = bestOf(read.flat());
  if (best === null) return null;
  const name = localName(asked[read.findIndex((calls) => calls.includes(best))] ?? subject, scope, context);
  return shown(text, best, [
    `${name} = ${best.expression}`,
    `assert ${name} == ${value}, ${fString(`${subject} is `, `{${name}}`)}`,
  ]);
}

/** "Snapshot is ready to use": something that answers yes or no. */
function holds(
  text: string,
  { scope, entry }: Scopes,
  context: BindContext,
  questions: readonly string[] = [text],
): Bound {
  const denials = toShow(text).phrase.filter((word) => word === NOT).length;
  const calls = answers(questions, scope, context);
  const best = denials > 1 ? null : bestOf(calls);
  if (best === null) return none(text, calls);
  const before = NO_LONGER.test(text) ? bestOf(answers(questions, entry, context)) : null;
  if (NO_LONGER.test(text) && before?.expression !== best.expression) return none(text, calls);
  const condition = denials === 1 ? `not ${best.expression}` : best.expression;
  return shown(
    text,
    best,
    [`assert ${condition}, ${pythonString(`Not so: ${text}`)}`],
    before === null ? [] : [`assert ${before.expression}, ${pythonString(`Not so before: ${text}`)}`],
  );
}

/** What is no longer so was so before. */
const NO_LONGER = /\bno longer\b/i;

/** Helpers that answer one of the questions, as if nothing in it was denied. */
const answers = (questions: readonly string[], scope: Scope, context: BindContext): Call[] =>
  questions.flatMap((one) => {
    const question = toShow(one);
    const asked = { ...question, phrase: question.phrase.filter((word) => word !== NOT) };
    return callsFor(asked, scope, context, (candidate) =>
      candidate.item.returns === "bool" && !acts(candidate.item) && !denies(candidate) ? candidate : null,
    );
  });
