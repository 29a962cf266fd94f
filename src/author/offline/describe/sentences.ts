import { tidy } from "../words.ts";
import { splitClause } from "./clauses.ts";
import { circumstanceOf } from "./conditions.ts";
import { leadingVerb, verbOf } from "./english.ts";
import { isOrder, masked, predicateOf } from "./finite.ts";
import { ordersOf, splitAt } from "./orders.ts";
import { procedureOf } from "./procedure.ts";
import { DEMAND, LEAD, type Sentence } from "./sentence.ts";
import { orderOf } from "./shape.ts";

/** "…, and verify that …" in the midst of a sentence. */
const TURN = new RegExp(
  String.raw`(?:,\s*(?:and then|and|then)?|\s(?:and then|and|then)|\s[-–—]|:)\s*(?:${DEMAND})(?:ing)?(?: that)?\s`,
  "i",
);
/** "Negative: …", "RBAC: …": a label in front of what is tested. */
export const LABEL =
  /^(?:(?:negative|positive|happy|edge|sad|error|corner)(?: (?:path|case|test|scenario))?|[A-Z]{2,8}) ?[:–—-] +/i;

const STOP =
  /(?<!\b(?:e\.g|i\.e|vs|etc|no|approx|incl))[.;!?]\s+(?=["“(]?\p{Lu}|(?:and )?then\s)|;\s+(?=(?:and )?(?:ensure|verify|check|confirm|validate|make sure|expect|then)\s)/u;
const GIVEN = /^(?:given|assuming|provided)(?: that)?\s(.+)$/i;
const WITH = /^(?:with|on|under)\s(.+)$/i;
const CHECKED = /^(after|once|when|if|following|upon|while)\s([^,]+),\s(?:then\s)?(.+)$/i;
const REMARK =
  /\b(?:is|are) not (?:verified|tested|checked|covered|validated|part of|in scope)\b|^(?:note|see|cf|ref(?:erence)?s?)\b/i;
const ASIDE = /^(?:note|see|cf|ref(?:erence)?s?):\s|\bknown limitations?\b/i;
const LISTED = /^[^:.;]{3,160}:\s[^.;]+;\s\p{Lu}[^.]*$/u;
/** A tick or another picture in front of a sentence. */
const MARKS = /^(?:[\p{Extended_Pictographic}✓✔✗✘☐☑☒]\uFE0F?\s*)+(?=\p{L})/u;
const LONGEST = 2000;

/** The sentences of a scenario in order; "do X, do Y and verify Z" is parted into its orders and its check. */
export function sentencesOf(text: string): Sentence[] {
  if (text.length > LONGEST) return [{ kind: "check", text, demanded: false }];
  const said = text.replace(MARKS, "");
  // "title: Do X; Wait; Y is seen": the list belongs to its title, whatever its items begin with.
  const listed = LISTED.test(said) ? procedureOf(tidy(said), sentencesOf) : null;
  return listed ?? splitAt(said, STOP).flatMap((one) => parts(tidy(one)));
}

function parts(text: string): Sentence[] {
  if (text === "") return [];
  if (ASIDE.test(text)) return [{ kind: "remark", text, demanded: false }];
  const procedure = procedureOf(text, sentencesOf);
  if (procedure !== null) return procedure;
  if (LEAD.test(text)) return demanded(text);
  const arrow = /\s(?:=+>|-+>|→|⇒)\s/.exec(masked(text));
  if (arrow !== null && arrow.index > 0)
    return cause(text.slice(0, arrow.index), text.slice(arrow.index + arrow[0].length));
  if (REMARK.test(text)) return [{ kind: "remark", text, demanded: false }];
  const checked = CHECKED.exec(masked(text));
  if (checked !== null && LEAD.test(text.slice(text.length - (checked[3] ?? "").length))) {
    const [, word = "", event = "", rest = ""] = checked;
    const said = text.slice(word.length + 1, word.length + 1 + event.length);
    return demanded(text.slice(text.length - rest.length)).map((one) => ({
      ...one,
      text: `${one.text} ${word.toLowerCase()} ${said}`,
    }));
  }
  const before = leadingEvent(text);
  if (before !== null) return before;
  const leading = leadingCondition(text);
  if (leading !== null)
    return [{ kind: "given", text: leading.given, demanded: false }, ...parts(leading.rest)];
  const turn = TURN.exec(masked(text));
  if (turn && turn.index > 0 && !/^(?:when|after|once|while|if|upon|following)\s/i.test(text)) {
    const before = text.slice(0, turn.index);
    const check = text.slice(turn.index).replace(/^[\s,:–—-]*(?:and then|and|then)?[\s]*/i, "");
    const title = before.trim();
    // "Deploy and verify a VM": it is deployed.
    if (verbOf(title) === title.toLowerCase() && predicateOf(demandIn(check)) === null)
      return [{ kind: "do", text: `${title} ${demandIn(check)}`, demanded: false }];
    if (ordersOf(title) === null && predicateOf(title) === null)
      return commands(title) && /^[\s,]*(?:and|then)?\s/.test(text.slice(turn.index))
        ? [{ kind: "do", text: title, demanded: false }, ...demanded(check)]
        : titled(title, check);
    return [...parts(title), ...demanded(check)];
  }
  const behind = seenBehind(text);
  if (behind !== null) return behind;
  const [, title = "", rest = ""] = /^([\w -]{3,40}):\s+(.+)$/.exec(text) ?? [];
  if (rest !== "" && predicateOf(title) === null && predicateOf(rest) !== null) {
    return [{ kind: "given", text: title, demanded: false }, ...parts(rest)];
  }
  const orders = ordersOf(text);
  if (orders !== null) return ordered(orders);
  return [{ kind: "check", text, demanded: false }];
}

/** "Attest the VM and verify …": in front of an article stands an order, also when its verb is unknown. */
const COMMAND =
  /^(?!(?:given|with(?:out)?|on|in|for|from|after|before|when|while|if|during|under|per|via|both|all|each|only|not|is|are|once|upon|as|at|by|of|to|and|or|since|until|until|over|between|the|an?)\s)([\p{L}-]+)\s(?:the|an?|its|all|each|every|both|one|two|three|another)\s/iu;
const NOUN = /(?:ing|ion|ment|ity|ness|ance|ence|ed|s)$/i;
const commands = (text: string): boolean => {
  const verb = COMMAND.exec(text)?.[1];
  return verb !== undefined && !NOUN.test(verb);
};

/** "Start X; the VM stays Pending": what stands behind the order is seen after it. */
function seenBehind(text: string): Sentence[] | null {
  if (!text.includes("; ")) return null;
  const [order = "", ...seen] = splitAt(text, /;\s+/);
  const whole = seen.every((one) => predicateOf(one) !== null || ordersOf(one) !== null);
  return seen.length > 0 && whole && ordersOf(order) !== null ? [order, ...seen].flatMap(parts) : null;
}

/** "delete the VM, no error raised": what must be missing after the last order is no part of it. */
function ordered(orders: readonly string[]): Sentence[] {
  const [, last = orders.at(-1) ?? "", absent] = /^(.+?),\s(no\s.+)$/i.exec(orders.at(-1) ?? "") ?? [];
  const done = [...orders.slice(0, -1), last];
  return [
    ...done.map((order): Sentence => ({ kind: "do", text: order, demanded: false })),
    ...(absent === undefined ? [] : [{ kind: "check", text: absent, demanded: true } as const]),
  ];
}

const demandIn = (check: string): string => check.replace(LEAD, "");

/** "full disk => clear error, no VM": what brings it about, and the list of what is seen. */
function cause(before: string, after: string): Sentence[] {
  const { given, steps } = circumstanceOf({ word: "when", connector: "when", text: before }, null);
  const orders = ordersOf(before) ?? steps;
  return [
    ...given.map((one): Sentence => ({ kind: "given", text: one, demanded: false })),
    ...orders.map((one): Sentence => ({ kind: "do", text: one, demanded: false })),
    ...splitAt(after, /,\s+/).map((one): Sentence => ({ kind: "check", text: one, demanded: true })),
  ];
}

/** "checksum after the swap: verify it is unchanged": what a title says of the time holds for the check. */
function titled(title: string, check: string): Sentence[] {
  const when = /\s((?:after|when|while|once|upon|during)\s.+)$/i.exec(title)?.[1];
  const found = demanded(check);
  if (when === undefined || splitClause(check).clause !== null) return found;
  return found.map((one) => ({ ...one, text: `${one.text} ${when}` }));
}

/** "Verify X and confirm that Y" demands twice. */
function demanded(text: string): Sentence[] {
  const stands = CLAUSE.test(text);
  return demands(text).map((one) => (one.kind === "check" && stands ? { ...one, clause: true } : one));
}

const CLAUSE = /^\S+(?: sure)? that\s/i;
/** "expect HTTP 422": that is what the request is answered with. */
const CODE = /^(?:an? |the )?(?:HTTP |error |status |response )*[45]\d\d\b/i;

function demands(text: string): Sentence[] {
  const said = tidy(text.replace(LEAD, "").replace(LABEL, ""));
  const bare = CODE.test(said) && predicateOf(said) === null ? `the request fails with ${said}` : said;
  // "Verify that with both gates off, X is refused": the gates are what is given.
  const [, around = "", main = ""] = /^with\s([^,]+),\s(.+)$/i.exec(masked(bare)) ?? [];
  const stated = bare.slice(bare.length - main.length);
  if (main !== "" && predicateOf(stated) !== null && predicateOf(around) === null)
    return [{ kind: "given", text: bare.slice(5, 5 + around.length), demanded: false }, ...demanded(stated)];
  const turn = TURN.exec(masked(bare));
  // "Test changing X and check Y": the first is what is done.
  const doing = turn === null ? "" : bare.slice(0, turn.index);
  if (turn !== null && isDoing(doing))
    return [
      { kind: "do", text: orderOf(doing) ?? doing, demanded: false },
      ...demanded(bare.slice(turn.index).replace(/^[\s,:–—-]*(?:and then|and|then)?\s*/i, "")),
    ];
  if (turn === null || turn.index === 0 || predicateOf(bare.slice(0, turn.index)) === null) {
    return bare === "" ? [] : [{ kind: "check", text: bare, demanded: true }];
  }
  const next = bare.slice(turn.index).replace(/^[\s,:–—-]*(?:and then|and|then)?\s*/i, "");
  return [{ kind: "check", text: tidy(bare.slice(0, turn.index)), demanded: true }, ...demanded(next)];
}

const isDoing = (text: string): boolean => leadingVerb(text)?.form === "gerund" && predicateOf(text) === null;

/** "After the migration completes, run a backup": first the one, then the other. */
function leadingEvent(text: string): Sentence[] | null {
  const found = /^(after|once|when|if|following|upon)\s([^,]+),\s(?:then\s)?(.+)$/i.exec(masked(text));
  if (found === null) return null;
  const [, word = "", event = "", main = ""] = found;
  const rest = text.slice(text.length - main.length);
  const orders = ordersOf(rest);
  if (orders === null) return null;
  const said = text.slice(word.length + 1, word.length + 1 + event.length);
  const clause = { word, connector: /^(?:when|if)$/i.test(word) ? "when" : "after", text: said } as const;
  const { given, steps } = circumstanceOf(clause, null);
  const waits = predicateOf(said) !== null && clause.connector === "after";
  return [
    ...given.map((one): Sentence => ({ kind: "given", text: one, demanded: false })),
    ...(waits ? [`Wait until ${said}`] : steps).map(
      (one): Sentence => ({ kind: "do", text: one, demanded: false }),
    ),
    ...orders.map((one): Sentence => ({ kind: "do", text: one, demanded: false })),
  ];
}

/** "Given X, Y" and "With X, do Y". */
function leadingCondition(text: string): { given: string; rest: string } | null {
  const comma = masked(text).indexOf(", ");
  if (comma < 0) return null;
  const before = text.slice(0, comma);
  const rest = text.slice(comma + 2).trim();
  const given =
    GIVEN.exec(before)?.[1] ?? (isOrder(rest) || LEAD.test(rest) ? WITH.exec(before)?.[1] : undefined);
  return given === undefined ? null : { given, rest };
}
