import type { Helper } from "../../../suite/model.ts";
import { alternatives, isOptional } from "../../../suite/types.ts";
import { stems } from "../words.ts";
import { acts, type Call, callsFor, denies, ownName } from "./calls.ts";
import type { Candidate } from "./catalogue.ts";
import { isCollection } from "./comparable.ts";
import { toShow } from "./likeness.ts";
import type { BindContext } from "./model.ts";
import type { Scope } from "./scope.ts";

/** Helpers that raise when what they are named after is not so. */
export const RAISES = /^(?:wait|verify|assert)_/;
const GETS = /^(?:get|list|find|fetch|read)_/;
const NAME = new Set(stems("name"));
/** What the test itself wrote, which a machine need not have. */
const WRITTEN = /\btemplates?\b|template_|_template/i;

export interface Read {
  /** Whether a value of such a type, one alternative of the annotation as written, is of use. */
  readonly fits: (type: string) => boolean;
  /** One thing may stand for its name: "node of the VM" is read as `node_name`. */
  readonly byName?: boolean;
}

/** Helpers that read the subject, and do nothing else. */
export function readers(subject: string, scope: Scope, context: BindContext, { fits, byName }: Read): Call[] {
  const wanted = toShow(subject);
  return callsFor(wanted, scope, context, (candidate) => {
    const { item } = candidate;
    if (acts(item) || RAISES.test(ownName(item)) || item.contextManager || isOptional(item.returns))
      return null;
    const returned = alternatives(item.returns);
    if (returned.length === 0 || !returned.every(fits) || denies(candidate)) return null;
    if (readsTemplate(item) && !WRITTEN.test(subject)) return null;
    if (!returned.includes("int") && returned.some(isCollection) !== isPlural(subject)) return null;
    return asRead(candidate, byName === true && !returned.some(isCollection), wanted.phrase);
  });
}

/** The candidate without what its name says about reading. */
function asRead(candidate: Candidate<Helper>, byName: boolean, phrase: readonly string[]): Candidate<Helper> {
  const own = GETS.test(ownName(candidate.item)) ? candidate.name.slice(1) : candidate.name;
  const spare = byName && own.some((word) => !NAME.has(word) && phrase.includes(word));
  return { ...candidate, name: spare ? own.filter((word) => !NAME.has(word) || phrase.includes(word)) : own };
}

/** "Interfaces of the VM" are several, whatever one of them says; "number of CPUs" is one. */
const isPlural = (subject: string): boolean => {
  const head = subject.split(/\s+of\s+/i)[0]?.trim() ?? "";
  return /[a-z]s$/.test(head) && !/(?:ss|us|is|['’]s)$/.test(head);
};

const readsTemplate = ({ doc, reads }: Helper): boolean =>
  WRITTEN.test(doc) || reads.some((name) => WRITTEN.test(name));
