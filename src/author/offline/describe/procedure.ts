import { capital } from "../words.ts";
import { asCondition, circumstanceOf } from "./conditions.ts";
import { isPlural, leadingVerb, verbOf } from "./english.ts";
import { isOrder, masked, predicateOf } from "./finite.ts";
import { determined, isAction } from "./nouns.ts";
import { ordersOf, splitAt } from "./orders.ts";
import { LEAD, type Sentence } from "./sentence.ts";

const ARROW = /\s(?:=+>|-+>|→|⇒)\s/;
const TITLED = /^([^:.;]{3,160}):\s+(.+)$/;
/** "after: a restart, an upgrade" is a list, "as follows: …" none of a title's. */
const OPEN = /\b(?:after|before|during|upon|following|follows|of|with|to|for|in|on|by|from|is|are|that)$/i;

/** "Manual restore mode": which mode, not an order. */
const KIND =
  /^(?:manual|automatic|full|complete|online|offline|cold|warm)\s|\s(?:flow|workflow|lifecycle|cycle|operations?|mode|path|test)$/i;

const order = (text: string): Sentence => ({ kind: "do", text, demanded: false });
const given = (text: string): Sentence => ({ kind: "given", text, demanded: false });
const check = (text: string): Sentence => ({ kind: "check", text, demanded: true });

/** Reads what a title leaves over: it may be any number of sentences. */
type Reader = (text: string) => Sentence[];

/** A procedure in one line: "do X → wait → verify Y", "title: do X, do Y, verify Z"; null for any other text. */
export function procedureOf(text: string, read: Reader): Sentence[] | null {
  return (
    (ARROW.test(text) ? arrows(text) : null) ??
    (text.includes(": ") ? titled(text.replace(LEAD, ""), read) : null)
  );
}

function arrows(text: string): Sentence[] | null {
  const parts = splitAt(text, ARROW).map((part) => part.trim());
  if (parts.includes("") || !(parts.length > 2 || (parts.length === 2 && LEAD.test(parts[1] ?? ""))))
    return null;
  return parts.flatMap((part, index): Sentence[] => {
    if (LEAD.test(part)) return [check(part.replace(LEAD, ""))];
    const orders = ordersOf(part);
    if (orders !== null) return orders.map(order);
    if (index === parts.length - 1) return [check(part)];
    // "→ Stop →": one verb is an order too.
    if (verbOf(part) === part.toLowerCase()) return [order(part)];
    const state = asCondition(part);
    if (predicateOf(part) === null && predicateOf(state) !== null) return [check(state)];
    const around = circumstanceOf({ word: "when", connector: "when", text: part }, null);
    return [...around.given.map(given), ...around.steps.map(order)];
  });
}

/** The title of a list of orders is the outcome when it states one, or when nothing else does. */
function titled(text: string, read: Reader): Sentence[] | null {
  const [, , list = ""] = TITLED.exec(masked(text)) ?? [];
  const rest = text.slice(text.length - list.length);
  const title = text.slice(0, -rest.length).replace(/:\s+$/, "");
  if (list === "" || OPEN.test(title) || (isOrder(title) && !KIND.test(title))) return null;
  const found = chain(rest);
  if (found === null) return acted(title, rest, read);
  const checks = found.filter(({ kind }) => kind === "check");
  const states = predicateOf(title) !== null;
  if (checks.length > 0 && !states) return found;
  const said = states ? title : `${title} ${isPlural(title) ? "succeed" : "succeeds"}`;
  const first = found.findIndex(({ kind }) => kind === "check");
  const at = first < 0 ? found.length : first;
  return [...found.slice(0, at), check(said), ...found.slice(at)];
}

/** What stands in front of a colon and names nothing: "For each VM: …", "Expected: …". */
const NO_TITLE =
  /^(?:for|in|at|by|if|when|after|before)\s|^(?:expected|preconditions?|setup|steps?|results?)$/i;

/** "restore on Windows: the helper finds the disk": what is done or given, and what is seen. */
function acted(title: string, rest: string, read: Reader): Sentence[] | null {
  if (predicateOf(title) !== null || LEAD.test(rest) || NO_TITLE.test(title)) return null;
  if (leadingVerb(title)?.form === "gerund") return null;
  const own = read(rest);
  // "title: on a cluster with X, verify Y" says itself what is given.
  if (own[0]?.kind === "given") return own;
  if (predicateOf(rest) === null) return null;
  return [isAction(title) ? order(`Perform ${determined(title)}`) : given(title), check(rest)];
}

/** Orders and checks in turn: "create A, attach it, verify B, delete A and verify C"; null when it begins with no order. */
function chain(text: string): Sentence[] | null {
  if (!isOrder(text.split(/[,;]\s/, 1)[0] ?? "")) return null;
  const found: Sentence[] = [];
  for (const { joint, text: part } of splitAt(text, /,?\s(?:and then|then|and)\s|,\s|;\s/i, true)) {
    const last = found.at(-1);
    if (LEAD.test(part)) found.push(check(part.replace(LEAD, "")));
    // Behind a check "and run" may be said of what is seen.
    else if (isOrder(part) && (last?.kind !== "check" || !/and/i.test(joint)))
      found.push(order(capital(part)));
    else if (/;/.test(joint) && verbOf(part) === part.toLowerCase()) found.push(order(capital(part)));
    else if (/;/.test(joint) && predicateOf(part) !== null) found.push(check(part));
    else if (last !== undefined) found[found.length - 1] = { ...last, text: last.text + joint + part };
  }
  return found.length > 1 ? found : null;
}
