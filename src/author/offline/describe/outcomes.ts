import { isPlural, leadingVerb } from "./english.ts";
import { masked, predicateOf } from "./finite.ts";

const JOINT = /,?\s(?:and then|and|but)\s(?:then\s|also\s)?|;\s(?:then\s)?|,\s/gi;
const VERB_FIRST =
  /^(?:still |never |no longer |not |also |only |automatically |eventually |finally )?(?:is|are|was|were|has|have|does|do|can|cannot|must|should|will|won['’]t|\w+n['’]t)\s/i;

interface Piece {
  /** What stood before it: ` and `, `, `. */
  readonly joint: string;
  readonly text: string;
}

/**
 * The outcomes that a sentence joins: "the IP address is the same and the guest answers" has two; "the VM boots and has
 * its disks" has two of the same subject. What states nothing of its own ("CPU and memory are the same") stays whole.
 */
export function outcomesOf(text: string): string[] {
  const pieces = piecesOf(text);
  const found: string[] = [];
  let current = "";
  let subject: string | null = null;
  const close = () => {
    if (current !== "") found.push(current.trim());
  };
  for (let index = 0; index < pieces.length; index += 1) {
    const { joint, text } = pieces[index] ?? { joint: "", text: "" };
    const piece: string = subject !== null && /and/.test(joint) && !WITH.test(current) ? stated(text) : text;
    const shared = subject !== null && startsWithVerb(piece, subject) ? subject : null;
    // "says that X and that Y": both belong to what is said.
    if (/^that\s/i.test(piece) && subject !== null) current += joint + piece;
    else if (shared !== null) {
      close();
      current = `${shared} ${piece}`;
    } else if (
      subject !== null &&
      (/and|but|;/.test(joint) || !LEANS.test(piece)) &&
      predicateOf(piece) !== null
    ) {
      close();
      current = piece;
      subject = predicateOf(piece)?.subject ?? subject;
    } else if (subject !== null && beginsList(pieces, index)) {
      close();
      const next = pieces[index + 1] ?? { joint: "", text: "" };
      current = `${piece}${next.joint}${next.text}`;
      subject = predicateOf(current)?.subject ?? subject;
      index += 1;
    } else {
      current += joint + piece;
      subject ??= predicateOf(current)?.subject ?? null;
    }
  }
  close();
  return found.flatMap(relativeApart).filter((part) => part !== "");
}

/** "… with its label preserved" says how; no outcome of its own follows it. */
const WITH = /\swith(?:out)?\s/i;
const BARE_STATE =
  /^((?:the\s)?(?:[\w-]+\s){0,3}?[\w-]+)\s((?:un)?available|intact|unchanged|unaffected|preserved|removed|retained|restored)((?:\s(?:only|for|in|on|to|by)\b.*)?)$/i;

/** "… are moved and placement preserved": the second outcome leaves out its "is". */
function stated(piece: string): string {
  const [, thing = "", state = "", rest = ""] =
    predicateOf(piece) === null ? (BARE_STATE.exec(piece) ?? []) : [];
  if (thing === "" || /^(?:not|no)\s/i.test(thing) || VERB_FIRST.test(`${thing} `)) return piece;
  return `${thing} ${isPlural(thing) ? "are" : "is"} ${state}${rest}`;
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let joint = "";
  let start = 0;
  for (const cut of masked(text).matchAll(JOINT)) {
    pieces.push({ joint, text: text.slice(start, cut.index) });
    joint = cut[0];
    start = cut.index + cut[0].length;
  }
  pieces.push({ joint, text: text.slice(start) });
  return pieces;
}

/** What begins like this leans on the statement before it. */
const LEANS =
  /^(?:as|which|that|who|whose|where|when|if|while|because|since|so|e\.g|i\.e|even|despite|after|before|unless|until|except|including|with|without|for|in|on|at|by|to|from|of|using|via|regardless|irrespective|than|even|following|upon|once)\b/i;

/** "… and is running", "…, establishes connectivity": the verb of the subject before. */
export function startsWithVerb(whole: string, subject: string): boolean {
  const [piece = ""] = whole.split(/\s(?:when|after|once|while|if|until|before)\s/i, 1);
  if (VERB_FIRST.test(`${piece} `)) return true;
  const bare = piece.replace(/^(?:still|never|also|only|[a-z]+ly)\s/i, "");
  const lead = leadingVerb(bare);
  if (lead === null || predicateOf(bare) !== null) return false;
  return (
    lead.form === "third" ||
    (lead.form === "base" && isPlural(subject) && (lead.rest !== "" || ENDING.test(lead.verb)))
  );
}

/** Verbs that need no object to say what is seen: "… and eventually succeed". */
const ENDING = /^(?:succeed|fail|complete|finish|recover|resume)$/;

/** "and CPU and memory are kept": the first of two things, not the last of the outcome before. */
function beginsList(pieces: readonly Piece[], index: number): boolean {
  const { joint, text } = pieces[index] ?? { joint: "", text: "" };
  const next = pieces[index + 1];
  if (next === undefined || !/and/.test(joint) || !/and/.test(next.joint) || predicateOf(text) !== null)
    return false;
  const predicate = predicateOf(next.text);
  if (predicate === null) return false;
  return (
    joint.startsWith(",") || (/^(?:are|have|do|were)$/i.test(predicate.verb) && !isPlural(predicate.subject))
  );
}

/** "VM has the address, which enables traffic": what it enables is an outcome of its own. */
function relativeApart(text: string): string[] {
  const found = /^(.{1,600}?), which (.{1,600})$/.exec(text);
  const [, main = "", relative = ""] = found ?? [];
  const lead = leadingVerb(relative);
  const owner = /\b((?:the|an?|its)\s(?:[\w-]+\s){0,4}?[\w-]+)$/i.exec(main)?.[1];
  if (found === null || owner === undefined || lead === null || lead.form !== "third") return [text];
  return [main, `${owner} ${relative}`];
}
