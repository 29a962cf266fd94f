import { type Clause, splitClause } from "./clauses.ts";
import { isPlural, leadingVerb } from "./english.ts";
import { resolvePronouns } from "./expectation.ts";
import { predicateOf } from "./finite.ts";
import { outcomesOf } from "./outcomes.ts";

const PRONOUN = /^(?:both|either|neither|each|all|they|that)\s(?:is|are|has|have)\b/i;
const REGARDLESS = /,?\s(?:regardless of|irrespective of|independent(?:ly)? of|whatever|no matter)\s.+$/i;

/** A sentence and what hangs on it. */
export interface Hung {
  readonly main: string;
  /** With "it" and "its" resolved. */
  readonly clause: Clause | null;
  /** The clause as written, with its connecting word; "" for none. */
  readonly hanging: string;
  readonly regardless: string;
}

/** The main clause and the one that hangs on it; "when both are set" means nothing alone and stays. */
export function clauseOf(sentence: string): Hung {
  const { main, clause } = splitClause(sentence);
  if (clause === null || PRONOUN.test(clause.text))
    return { main: sentence, clause: null, hanging: "", regardless: "" };
  const regardless = REGARDLESS.exec(clause.text)?.[0] ?? "";
  const text = regardless === "" ? clause.text : clause.text.slice(0, -regardless.length);
  const owner = ownerIn(predicateOf(outcomesOf(main)[0] ?? "")?.subject ?? "");
  const named =
    stateOf(text, owner) ??
    (owner === "" || owner.length > 60 || isPlural(owner) ? text : resolvePronouns(text, owner));
  return {
    main,
    clause: { ...clause, text: named },
    hanging: ` ${clause.word} ${text}`,
    regardless: regardless.replace(/^,/, ""),
  };
}

/** "disabling the quota": what "it" stands for is the quota. */
function ownerIn(subject: string): string {
  const lead = leadingVerb(subject);
  const owner = lead?.form === "gerund" ? lead.rest.replace(/\s(?:on|off|up|down)$/i, "") : subject;
  return owner.replace(/\s(?:only|also|then)$/i, "");
}

/** "when annotated with Z" is said of the subject of the main clause; null for any other clause. */
function stateOf(clause: string, owner: string): string | null {
  const lead = leadingVerb(clause);
  if (owner === "" || owner.length > 120 || lead?.form !== "participle" || predicateOf(clause) !== null)
    return null;
  return `${owner} ${isPlural(owner) ? "are" : "is"} ${clause}`;
}
