import { baseForm } from "../verbs.ts";
import { capital, uncapital } from "../words.ts";
import { splitClause } from "./clauses.ts";
import { circumstanceOf } from "./conditions.ts";
import { gerund, isPlural, leadingVerb, participle, third, verbOf } from "./english.ts";
import { expectation } from "./expectation.ts";
import { type Predicate, predicateOf } from "./finite.ts";
import { referentOf, toImperative } from "./imperative.ts";
import { introduced } from "./machines.ts";
import { readNominal } from "./nominal.ts";
import { outcomesOf } from "./outcomes.ts";
import { type Reading, readSentence, settingOf, withMachine } from "./phrases.ts";

/** One thing to be shown, and the way there. */
export interface Outcome {
  readonly given: readonly string[];
  readonly steps: readonly string[];
  readonly expected: string;
  /** The outcome as a clause of its own, with its articles: what a summary says after "Test that". */
  readonly about: string;
  readonly refused: boolean;
  /** Why the plan says too little here; null when it says enough. */
  readonly note: string | null;
}

const DURING =
  /\s(?:during|over|throughout|across)\s((?:an?|the)\s)?((?:live[- ]|cold |storage |vm |power[- ]|cluster |node )*(?:migrations?|upgrades?|updates?|restarts?|reboots?|resets?|lifecycle|power[- ]lifecycle|power cycle|failover|drain|backups?|restores?))\b(.*)$/i;
const REFUSED =
  /^(?:\w+ly )?(?:rejected|refused|denied|blocked|forbidden|disallowed|prohibited|prevented|declined|not (?:allowed|permitted|accepted|admitted|authori[sz]ed))\b/i;
const PERCEIVES = /^(?:see|get|receive|be|have|notice|observe|keep|retain|lose)$/;
const USER =
  /\b(?:users?|admins?|administrators?|developers?|owners?|operators?|guests? user|clients?|vendors?)\b/i;
const PRESERVING = /,?\s(?:while |with |and |by )?(preserving|keeping|retaining|maintaining)\s(.{1,300})$/i;

/** Reads one sentence that says what must be seen; several outcomes come apart, each with the way to it. */
export function settle(sentence: string, done: readonly string[]): Outcome[] {
  const read = readSentence(sentence);
  if (read.vague === null && read.expected.every((line) => outcomesOf(line).length === 1))
    return known(read, sentence);
  const { main, clause } = splitClause(sentence);
  const parts = outcomesOf(main).flatMap(preservedApart);
  return parts.flatMap((part) => one(part, clause === null ? null : clause, done));
}

function known(read: Reading, sentence: string): Outcome[] {
  const single = read.expected.length === 1;
  return read.expected.map((expected, index): Outcome => {
    const refused = /^Attempt to /.test(read.steps.at(-1) ?? "");
    const outcome = {
      given: read.preconditions,
      steps: read.steps,
      expected,
      about: single ? uncapital(sentence) : expected,
      refused: refused && index === 0,
      note: null,
    };
    return granted(outcome) ?? outcome;
  });
}

/** "migration with preserving connectivity" says two things. */
function preservedApart(part: string): string[] {
  const found = PRESERVING.exec(part);
  if (found === null || found.index === 0) return [part];
  const [, verb = "", what = ""] = found;
  const base = verbOf(verb) ?? "preserve";
  const main = part.slice(0, found.index);
  const during = predicateOf(main) === null ? ` during ${uncapital(main)}` : "";
  return [main, `${what} ${isPlural(what) ? "are" : "is"} ${participle(base)}${during}`];
}

function one(
  part: string,
  clause: ReturnType<typeof splitClause>["clause"],
  done: readonly string[],
): Outcome[] {
  const because = clause?.connector === "because" ? ` ${clause.word} ${clause.text}` : "";
  const setting = settingOf(part);
  const machines = setting.equipment === "" && setting.state === null ? introduced(setting.text) : null;
  const text = machines?.text ?? setting.text;
  const circumstance =
    clause === null || because !== ""
      ? { given: [], steps: [], object: null }
      : circumstanceOf(clause, referentOf(part));
  const during = circumstance.steps.length > 0 ? null : duringOf(text);
  const steps = [...circumstance.steps, ...(during === null ? [] : [during])];
  const own = shape(text, steps.length + done.length > 0, circumstance.object);
  const machine = machines === null || machines.given.length === 0 ? withMachine(setting) : machines.given;
  const given = [
    ...(circumstance.given.some((line) => /\bVM$/.test(line)) ? [] : machine),
    ...circumstance.given,
    ...own.given,
  ];
  const outcome: Outcome = {
    given,
    steps: [...steps, ...own.steps],
    expected: `${own.expected}${because}`,
    about: own.about ?? `${uncapital(part)}${because}`,
    refused: own.refused,
    note: own.note,
  };
  return [granted(outcome) ?? outcome];
}

/** "over live migration", "during an upgrade": what is done meanwhile. */
function duringOf(text: string): string | null {
  const found = DURING.exec(text);
  if (found === null) return null;
  const [, article = "", action = "", rest = ""] = found;
  const order = toImperative(`${action}${rest}`, "the VM") ?? toImperative(action, "the VM");
  return order?.imperative ?? `Perform ${article || "the "}${uncapital(action)}${rest}`;
}

export interface Shape {
  readonly given: readonly string[];
  readonly steps: readonly string[];
  readonly expected: string;
  readonly about: string | null;
  readonly refused: boolean;
  readonly note: string | null;
}

const shaped = (some: Partial<Shape> & Pick<Shape, "expected">): Shape => ({
  given: [],
  steps: [],
  about: null,
  refused: false,
  note: null,
  ...some,
});

/** Takes a part without its clause: what is done in it, what is seen. */
function shape(text: string, acted: boolean, object: string | null): Shape {
  const predicate = predicateOf(text) ?? headline(text);
  if (predicate === null) return shaped(readNominal(text));
  const said = spoken(predicate);
  return (
    cannot(predicate, said) ??
    refused(predicate, said) ??
    gerundSubject(predicate) ??
    (acted ? null : performed(predicate, said)) ??
    shaped({ expected: expectation(said, object), ...(said === text ? {} : { about: uncapital(said) }) })
  );
}

const spoken = ({ subject, manner, verb, rest }: Predicate): string =>
  `${subject} ${manner}${verb}${rest === "" || rest.startsWith(",") ? rest : ` ${rest}`}`;

/** "alert fired", "stuntime within the limit": a headline leaves out "is". */
function headline(text: string): Predicate | null {
  const words = text.split(" ");
  const at = words.findIndex(
    (word, index) =>
      index > 0 &&
      (/^(?:within|below|above|unchanged|unavailable|available|visible)$/i.test(word) ||
        (index === words.length - 1 && /(?:ed)$/.test(word) && verbOf(word) !== null)),
  );
  if (at < 0) return null;
  const subject = words.slice(0, at).join(" ");
  return {
    subject,
    verb: isPlural(subject) ? "are" : "is",
    base: "be",
    manner: "",
    rest: words.slice(at).join(" "),
  };
}

/** "the guest cannot reconnect", "media in use cannot be ejected". */
function cannot({ subject, verb, base, rest, manner }: Predicate, said: string): Shape | null {
  const word = rest.split(" ", 1)[0] ?? "";
  const negated = base === "can" && (/n['’]t$|^cannot$/i.test(verb) || /^not$/i.test(word));
  const unable = base === "be" && /^(?:unable to|not able to|not allowed to|not permitted to)\s/i.test(rest);
  if (!negated && !unable) return null;
  const what = rest.replace(/^(?:not |unable to |not able to |not allowed to |not permitted to )/i, "");
  const passive = /^be\s/i.test(what);
  const order = passive ? toImperative(`${subject} is ${what.slice(3)}`, null)?.imperative : null;
  if (passive) {
    const lead = leadingVerb(what.slice(3));
    const attempt =
      order ?? (lead === null ? `use ${subject}` : `${lead.verb} ${subject} ${lead.rest}`.trim());
    return shaped({ steps: [`Attempt to ${uncapital(attempt)}`], expected: capital(said), refused: true });
  }
  return shaped({
    steps: [`Let ${uncapital(subject)} attempt to ${manner}${what}`],
    expected: capital(said),
    refused: true,
  });
}

/** "a limit below zero is rejected", "VM migration fails", "inserting media returns an error". */
function refused({ subject, base, rest }: Predicate, said: string): Shape | null {
  const rejected = base === "be" && REFUSED.test(rest);
  const errors =
    /^(?:return|raise|throw|give|produce|show|report)$/.test(base) &&
    /\berrors?\b/i.test(rest) &&
    !/\b(?:no|without)\b/i.test(rest);
  const fails = base === "fail" && !/^(?:over|back)\b/i.test(rest);
  if (!rejected && !errors && !fails) return null;
  const order = toImperative(subject, "the VM")?.imperative ?? orderOf(subject);
  const attempt = order === null ? attemptOf(subject) : `Attempt to ${uncapital(order)}`;
  const expected = errors ? `Request fails with ${rest}` : expectation(said);
  return shaped({ steps: [attempt], expected, refused: true });
}

function attemptOf(noun: string): string {
  const head =
    /^(?:an?\s|the\s)?(?:[\w-]+\s){0,2}?([\w-]+?)(?:\s(?:to|of|for|with|on|in|from|by|at)\b|$)/i.exec(
      noun,
    )?.[1] ?? "";
  const action =
    /(?:ion|ment|al|ing)$/i.test(head) || verbOf(head) === head.toLowerCase() || /requests?$/i.test(head);
  return action ? `Attempt ${uncapital(noun)}` : `Attempt to submit ${uncapital(noun)}`;
}

/** "re-enabling the role", "create a VM": an order in another form. */
function orderOf(text: string): string | null {
  const lead = leadingVerb(text);
  if (
    lead === null ||
    (lead.form !== "gerund" && lead.form !== "base") ||
    /^of\b/.test(lead.rest) ||
    lead.rest === ""
  )
    return null;
  return `${capital(`${lead.manner}${lead.verb}`)} ${lead.rest}`;
}

/** "disabling the role applies the setting": what is done is the subject, what is seen the object. */
function gerundSubject({ subject, base, rest, verb, manner }: Predicate): Shape | null {
  if (leadingVerb(subject)?.form !== "gerund") return null;
  const step = toImperative(subject, null)?.imperative ?? orderOf(subject);
  if (step === null) return null;
  const [, object = "", tail = ""] =
    /^(.+?)(?=\s(?:to|for|on|in|with|from|at|of its|as)\s|$)(.*)$/i.exec(rest) ?? [];
  if (
    object === "" ||
    /^(?:be|have|do|can|must)$/.test(base) ||
    /^(?:succeed|work|fail|complete)$/.test(base)
  ) {
    return shaped({ steps: [step], expected: capital(`${subject} ${manner}${verb} ${rest}`.trim()) });
  }
  const not = base === "do" ? "not " : "";
  const bare = object.replace(/^(?:the|an?)\s/i, "");
  return shaped({
    steps: [step],
    expected: capital(`${bare} ${isPlural(object) ? "are" : "is"} ${not}${participle(base)}${tail}`),
  });
}

/** "a folder is created", "the VM live migrates", "a user opens the console": the sentence itself says what is done. */
function performed({ subject, base, rest, manner, verb }: Predicate, said: string): Shape | null {
  const negated =
    /n['’]t$/i.test(verb) ||
    /^(?:not|never|no longer)\b/i.test(`${manner}${rest}`) ||
    /^(?:no|neither|nothing)\b/i.test(subject);
  if (negated) return null;
  if (base === "be") {
    const lead = leadingVerb(rest);
    if (
      lead === null ||
      lead.form === "third" ||
      lead.form === "gerund" ||
      baseForm(lead.verb.split(" ", 1)[0] ?? "") === null
    )
      return null;
    if (!/(?:ed|en|set|shut|sent|put|made|wn)$/i.test(rest.split(" ")[lead.manner === "" ? 0 : 1] ?? ""))
      return null;
    const object = subject.replace(/^(?:only|all of)\s/i, "");
    return shaped({
      steps: [capital(`${lead.manner}${lead.verb} ${uncapital(object)} ${lead.rest}`.trim())],
      expected: expectation(said),
    });
  }
  if (
    USER.test(subject) &&
    !PERCEIVES.test(base) &&
    verbOf(base) !== null &&
    !/^(?:can|do|must)$/.test(base)
  ) {
    return shaped({
      steps: [`Let ${uncapital(subject)} ${manner}${base} ${rest}`.trim()],
      expected: capital(said),
    });
  }
  if (baseForm(base) !== base || /^(?:change|request|scale|snapshot|trigger|take|save|load)$/.test(base))
    return null;
  // "import uses the class": what follows an intransitive verb is a preposition or nothing.
  if (
    rest !== "" &&
    !/^(?:to|from|on|in|into|with|without|between|across|via|over|by|at|again|successfully)\b/i.test(rest)
  )
    return null;
  return shaped({
    steps: [capital(`${manner}${base} ${determined(subject)} ${rest}`.trim())],
    expected: expectation(said),
  });
}

const determined = (noun: string): string =>
  /^(?:an?|the|all|both|each|every|two|three|another|one)\s/i.test(noun) || isPlural(noun)
    ? uncapital(noun)
    : `the ${uncapital(noun)}`;

const CAN = /^(.{1,400}?)\s(?:can|may|(?:is|are) able to|(?:is|are) allowed to)\s(?!not\b)(be\s)?(.+)$/i;

/** That something "can be done" is shown by doing it: the outcome is that it succeeds. */
function granted(outcome: Outcome): Outcome | null {
  const found = CAN.exec(outcome.expected);
  const predicate = predicateOf(outcome.expected);
  const asks =
    predicate !== null && (predicate.base === "can" || /^(?:able|allowed) to\b/i.test(predicate.rest));
  if (found === null || !asks || /^(?:no|neither|nobody|nothing|only)\b/i.test(outcome.expected)) return null;
  const [, subject = "", passive, rest = ""] = found;
  const lead = leadingVerb(rest.replace(/^only\s/i, ""));
  if (lead === null) return null;
  const thing = determined(subject);
  if (passive !== undefined) {
    const tail = lead.rest === "" ? "" : ` ${lead.rest}`;
    return {
      ...outcome,
      steps: [...outcome.steps, capital(`${lead.manner}${lead.verb} ${thing}${tail}`)],
      expected: capital(`${lead.manner}${gerund(lead.verb)} ${thing}${tail} succeeds`),
    };
  }
  if (USER.test(subject)) {
    return {
      ...outcome,
      steps: [...outcome.steps, capital(`${lead.manner}${lead.verb} ${lead.rest}`.trim())],
      expected: capital(`${`${lead.manner}${gerund(lead.verb)} ${lead.rest}`.trim()} succeeds`),
    };
  }
  const doing = isPlural(subject) ? lead.verb : third(lead.verb);
  const order = toImperative(rest, "the VM");
  const machine = /\b(?:vm|virtual machine)$/i.test(subject) && order !== null;
  return {
    ...outcome,
    steps: [
      ...outcome.steps,
      machine ? order.imperative : `Let ${thing} ${lead.manner}${lead.verb} ${lead.rest}`.trim(),
    ],
    expected: capital(`${subject} ${lead.manner}${doing} ${lead.rest}`.trim()),
  };
}
