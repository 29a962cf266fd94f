import type { Helper, Parameter } from "../../../suite/model.ts";
import { alternatives, bareName } from "../../../suite/types.ts";
import { isNegated, snakeCase, stems, withoutQuotes } from "../words.ts";
import { literalsOf } from "./arguments.ts";
import { acts, bestOf, type Call, callsFor, denies, ownName } from "./calls.ts";
import type { Candidate } from "./catalogue.ts";
import { toShow, type Wanted } from "./likeness.ts";
import type { BindContext, Bound } from "./model.ts";
import { RAISES } from "./readers.ts";
import { freeName, type Scope, withFixturesOf, withValue } from "./scope.ts";
import { fString, none, shown } from "./shown.ts";

/** What is written once and then stays: an old one looks like the one that the step should bring. */
const EVENTS = new Set(stems("event warning alert notification"));
/** Ways to say that one is there. */
const WRITTEN = new Set(
  stems(
    "written emitted recorded reported generated created raised fired logged appears shows about another new again more",
  ),
);
/** One that verifies looks once, and the event may come later. */
const WAITS = /^wait_/;
const OTHER = /(?:^|_)(?:another|new|next|more|further|additional)(?:_|$)/;
const COUNTS = /^(?:count_|get_number_of_|number_of_)|_count$/;

export const speaksOfEvents = (text: string): boolean =>
  stems(withoutQuotes(text)).some((word) => EVENTS.has(word));

/**
 * "Event X is written about the VM": one more than before the steps, by a helper that waits for another one, else by
 * counting. That none is written needs a helper that waits for it in vain.
 * @param entry what the test has in hand before its first step: events are counted there
 */
export function bindEvent(
  text: string,
  { scope, entry }: { readonly scope: Scope; readonly entry: Scope },
  context: BindContext,
): Bound {
  const asked = said(text);
  if (isNegated(text)) {
    const calls = callsFor(asked, scope, context, (candidate) =>
      denies(candidate) && WAITS.test(ownName(candidate.item)) && candidate.item.returns !== "bool"
        ? { ...candidate, name: candidate.name.slice(1) }
        : null,
    );
    const best = bestOf(calls);
    return best ? shown(text, best, [best.expression]) : none(text, calls);
  }
  const counted = countedIn(asked, entry, context);
  if (counted === null) {
    return {
      ok: false,
      reason: `"${text}": nothing in the suite tells a new event from one that was there before the steps`,
    };
  }
  const [value] = literalsOf(text);
  const name = snakeCase(`${value?.text ?? ""} events`, 30);
  const before = freeName([`${name}_before`, `${name}_before_steps`], scope, context.catalogue);
  const held = withValue(withFixturesOf(scope, counted.scope), before, null);
  const count = `${before} = ${counted.expression}`;
  // The same object is meant as the one whose events were counted, whatever the steps have made since.
  const waited = waitedFor(asked, before, counted.scope, context);
  if (waited !== null) {
    const imports = [...waited.imports, ...counted.imports];
    const both = { ...waited, imports, scope: withFixturesOf(held, waited.scope) };
    return shown(text, both, [waited.expression], [count]);
  }
  const after = freeName([`${name}_after`, `${name}_after_steps`], scope, context.catalogue);
  const message = fString(`${text}: `, `{${before}} -> {${after}}`);
  const lines = [`${after} = ${counted.expression}`, `assert ${after} > ${before}, ${message}`];
  return shown(text, { ...counted, scope: withValue(held, after, null) }, lines, [count]);
}

/** The outcome without the words by which it says that an event is there. */
function said(text: string): Wanted {
  const wanted = toShow(text);
  return { ...wanted, phrase: wanted.phrase.filter((word) => !WRITTEN.has(word)), spare: WRITTEN };
}

const COUNT = stems("count number of");

/** A helper that counts such events. */
function countedIn(asked: Wanted, entry: Scope, context: BindContext): Call | null {
  const phrase = [...asked.phrase, ...COUNT];
  const wanted = { ...asked, phrase, spare: new Set([...asked.spare, ...COUNT]) };
  return bestOf(
    callsFor(wanted, entry, context, (candidate) =>
      COUNTS.test(ownName(candidate.item)) &&
      alternatives(candidate.item.returns).every((type) => bareName(type) === "int") &&
      candidate.item.returns !== null &&
      !acts(candidate.item)
        ? { ...candidate, name: [...candidate.name, ...COUNT] }
        : null,
    ),
  );
}

/** A helper that waits for another such event than those that were counted. */
function waitedFor(asked: Wanted, count: string, scope: Scope, context: BindContext): Call | null {
  const given = new Map<Helper, string>();
  const best = bestOf(
    callsFor(asked, scope, context, (candidate) => {
      const own = ownName(candidate.item);
      const parameter = countParameter(candidate.item);
      if (parameter === null || !RAISES.test(own) || !OTHER.test(own) || denies(candidate)) return null;
      const rest = asGiven(candidate, parameter);
      given.set(rest.item, parameter.name);
      return rest;
    }),
  );
  const name = best && given.get(best.helper);
  return best && name ? { ...best, expression: `${best.expression.slice(0, -1)}, ${name}=${count})` } : null;
}

/** The one parameter for how many there were. */
function countParameter({ parameters }: Helper): Parameter | null {
  const [only, ...others] = parameters.filter(
    ({ name, default: value }) => value === null && /(?:^|_)count$|^(?:previous|count_before)/.test(name),
  );
  return only && others.length === 0 ? only : null;
}

/** The candidate as if the count was given already. */
const asGiven = (candidate: Candidate<Helper>, given: Parameter): Candidate<Helper> => ({
  ...candidate,
  name: candidate.name.slice(1),
  item: {
    ...candidate.item,
    parameters: candidate.item.parameters.filter(({ name }) => name !== given.name),
  },
});
