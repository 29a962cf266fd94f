import type { Scenario } from "../../../plan/model.ts";
import { capital, tidy, uncapital } from "../words.ts";
import { alike, blockedBy, settingBefore, settingName } from "./abstract.ts";
import { quotation } from "./assertable.ts";
import { splitClause } from "./clauses.ts";
import { asCondition, circumstanceOf } from "./conditions.ts";
import { gerund, leadingVerb } from "./english.ts";
import { finished } from "./finished.ts";
import { isOrder, masked, predicateOf } from "./finite.ts";
import { isGuessed } from "./inadmissible.ts";
import { withLasting } from "./lasting.ts";
import { introduced } from "./machines.ts";
import { named, REQUEST, requested, sparing, withRefusal } from "./negatives.ts";
import { isAbstract, validation } from "./nominal.ts";
import { ordered } from "./ordered.ts";
import { splitAt } from "./orders.ts";
import { machineIn, objectOf, owned, pointed } from "./pointed.ts";
import { NOT_PARTED, quotedWhole } from "./quoted.ts";
import { LEAD, type Sentence } from "./sentence.ts";
import { LABEL, sentencesOf } from "./sentences.ts";
import { type Outcome, settle } from "./settle.ts";
import { headline } from "./shapes.ts";
import { isBroken } from "./sound.ts";
import { wishOf } from "./story.ts";
import type { Told } from "./told.ts";
import { asideIn, plain, visible } from "./visible.ts";

export interface Telling {
  readonly tests: readonly Told[];
  /** What the plan leaves open, each as the end of a sentence that begins with the scenario. */
  readonly notes: readonly string[];
}

/** Longer than any sentence: what is written there is no scenario that rules could take apart. */
const LONGEST = 2000;

/** Takes a scenario apart into what must be shown, one test each; at least one. */
export function tell(scenario: Scenario): Telling {
  const notes: string[] = [];
  const note = (text: string | null) => {
    if (text !== null && !notes.includes(text)) notes.push(text);
  };
  const text = visible(scenario);
  const aside = asideIn(scenario);
  if (aside !== null) note(`says of itself: ${JSON.stringify(aside)}`);
  const outcomes =
    text.length > LONGEST
      ? [whole(text)]
      : scenario.expected.length + scenario.steps.length > 0
        ? spelledOut(scenario, text, note)
        : fromText(text, plain(scenario.story), note);
  const given = scenario.preconditions.map((line) => asCondition(plain(line)));
  const found = outcomes.length === 0 ? [whole(text)] : outcomes;
  const toldOf = (outcome: Outcome): Told => {
    note(outcome.note);
    const steps = outcome.steps.length > 0 ? requested(outcome.steps) : [observing(outcome, note)];
    const own = scenario.steps.length > 0 ? outcome.given : withLasting(outcome);
    return {
      // What the sentence itself says of the time holds beside what the plan lists.
      given:
        given.length > 0
          ? distinct([...given, ...outcome.given.filter((line) => predicateOf(line)?.base === "be")])
          : distinct(own),
      steps,
      expected: outcome.expected,
      about: outcome.about,
      negative: outcome.refused,
    };
  };
  const asWritten = () => toldOf(whole(text));
  const told = (isGuessed(found, scenario, text) ? [whole(text)] : found).map(toldOf);
  const stated = scenario.negative && text.length <= LONGEST && states(scenario, text);
  const refusing = scenario.negative ? withRefusal(told, stated, asWritten, note) : told;
  const tests = sparing(refusing, whole(text).steps).map((test) => named(test, text));
  return { tests, notes };
}

/** The plan itself says what must be seen. */
const states = (scenario: Scenario, text: string): boolean =>
  scenario.expected.length > 0 ||
  scenario.steps.some((line) => LEAD.test(plain(line))) ||
  sentencesOf(text).some((sentence) => sentence.kind === "check" && predicateOf(sentence.text) !== null);

const distinct = (lines: readonly string[]): string[] => [...new Set(lines)];

/** Words that no rule takes apart stand as they are. */
const whole = (text: string): Outcome => ({
  ...quotedWhole(text),
  given: [],
  refused: false,
  note: NOT_PARTED,
});

/** The plan's own lines: preconditions and steps as they are, each of its outcomes a test. */
function spelledOut(scenario: Scenario, text: string, note: (text: string) => void): Outcome[] {
  const steps = scenario.steps.flatMap((line) => oneByOne(tidy(plain(line))));
  const own = scenario.expected
    .map((line) => tidy(plain(line).replace(LEAD, "")))
    .filter((line) => line !== "");
  const read = steps.length === 0 || own.length === 0 ? fromText(text, plain(scenario.story), () => {}) : [];
  if (own.length === 0) {
    note("names no expected result: it is taken from the other words of the scenario");
    const outcomes = interleaved(steps, note);
    if (outcomes.length > 0) return outcomes;
    return read.map((outcome) => ({ ...outcome, steps: steps.map(ordered), note: null }));
  }
  const titled =
    own.length === 1 && predicateOf(text) !== null && !LEAD.test(text) && sentencesOf(text).length === 1;
  const found = own.flatMap((line) =>
    settle(line, steps).map((outcome) => {
      if (steps.length > 0) return { ...outcome, given: read[0]?.given ?? [], steps: steps.map(ordered) };
      const [first] = read;
      return { ...outcome, given: first?.given ?? outcome.given, steps: first?.steps ?? outcome.steps };
    }),
  );
  return found.map((outcome) => ({
    ...outcome,
    about: titled && found.length === 1 ? uncapital(text) : during({ ...outcome, steps: [] }, outcome.steps),
  }));
}

/** "Seal a secret, restart the VM" is two steps. */
function oneByOne(line: string): string[] {
  const parts = splitAt(line, /,\s(?:and\s|then\s)*/);
  if (line === "") return [];
  return parts.length > 1 && parts.every((part) => isOrder(part) && !LEAD.test(part))
    ? parts.map(capital)
    : [line];
}

/** "Pause, verify, unpause, verify": what a step checks is seen after the steps in front of it. */
function interleaved(steps: readonly string[], note: (text: string) => void): Outcome[] {
  const last = steps.findLastIndex((line) => LEAD.test(line));
  if (last >= 0 && last < steps.length - 1) {
    note("ends with steps that no check follows: no test carries them out");
  }
  const orders: string[] = [];
  return steps.flatMap((line): Outcome[] => {
    if (!LEAD.test(line)) {
      orders.push(ordered(line));
      return [];
    }
    const done = [...orders];
    const before = done.at(-1)?.toLowerCase();
    const check = tidy(line.replace(LEAD, "")).replace(/\bit\b/i, machineIn(done.at(-1) ?? "") ?? "$&");
    return settle(check, done).map((outcome) => {
      const again =
        outcome.steps.length === 1 && outcome.steps[0]?.replace(/^Attempt to /, "").toLowerCase() === before;
      if (outcome.steps.some(isBroken))
        return { ...outcome, steps: [...done, `Carry out ${quotation(check)}`] };
      return { ...outcome, steps: [...done.slice(0, again ? -1 : undefined), ...outcome.steps], note: null };
    });
  });
}

/** "Given a VM with a cache" asks for a VM; "given that it is off" for a state. */
const thing = (text: string): string =>
  asCondition(predicateOf(text) === null ? text.replace(/^(?:an?|the) /i, "") : text);

/** "Attempt to X and verify": X is an order. */
const TRIED = /(^|[.;]\s)(?:attempt|try) to (?=.{1,400}?\b(?:verify|check|confirm|ensure)\b)/gi;

/** Reads the text sentence by sentence: orders are steps, what is demanded are outcomes. */
function fromText(said: string, story: string, note: (text: string) => void): Outcome[] {
  const wish = wishOf(said);
  const text = (wish?.text ?? said).replace(LABEL, "").replace(TRIED, "$1");
  const given: string[] = [];
  const done: string[] = [];
  const outcomes: Outcome[] = [];
  const sentences = sentencesOf(text);
  for (const [index, sentence] of sentences.entries()) {
    if (sentence.kind === "given") given.push(thing(sentence.text));
    else if (sentence.kind === "do") {
      const order = introduced(
        owned(sentence.text, done.at(-1) ?? "")
          .replace(/^then\s+/i, "")
          .replace(/(?<=^[\w-]+ )(?:it|them)\b|\b(?:it|them)$/i, (word) =>
            /^it$/i.test(word)
              ? (objectOf(done.at(-1) ?? "") ?? machineIn(done.at(-1) ?? "") ?? word)
              : (machineIn(done.at(-1) ?? "") ?? word),
          ),
      );
      given.push(...order.given);
      done.push(capital(order.text));
    } else if (sentence.kind === "remark") note(`says of itself: ${JSON.stringify(sentence.text)}`);
    else {
      const seen = pointed(sentence.text, done.at(-1) ?? "");
      const before = outcomes.at(-1);
      const read = seen === null ? [] : checked({ ...sentence, text: seen }, done, story, note);
      const lost =
        read.length === 0 || (sentence.clause && read.some(({ expected }) => VALIDATED.test(expected)));
      const found = (lost ? [unread(sentence.text, said, done)] : read)
        .map((outcome) => goingOn(outcome, before))
        .map((outcome) => ({
          ...outcome,
          given: [...given, ...outcome.given],
          steps: [...done, ...outcome.steps],
          about: during(outcome, done),
        }));
      outcomes.push(...found);
      // "X is done; then do Y": the second goes on from the first.
      const then = found.at(-1);
      if (sentences[index + 1]?.kind === "do" && then !== undefined) {
        done.splice(0, done.length, ...then.steps);
        given.splice(0, given.length, ...then.given);
      }
    }
  }
  const last = sentences.at(-1);
  if (last?.kind === "do")
    outcomes.push(...finished(last, given, done, wish?.purpose ?? wishOf(story)?.purpose ?? null, note));
  return outcomes;
}

const VALIDATED = /^Validation of /;

/** A check that no rule can read stands as it is, behind what was done for it. */
const unread = (check: string, text: string, done: readonly string[]): Outcome =>
  done.length === 0 ? whole(text) : { ...whole(check), steps: [] };

/** "…; the spec is still updated": it is so after what was done for the check in front of it. */
function goingOn(outcome: Outcome, before: Outcome | undefined): Outcome {
  const still = outcome.steps.length === 0 && /\sstill\s/.test(outcome.expected);
  if (!still || before === undefined) return outcome;
  return { ...outcome, given: distinct([...before.given, ...outcome.given]), steps: before.steps };
}

/** What is seen "after" what was done, where the words of the outcome do not say so. */
function during(outcome: Outcome, done: readonly string[]): string {
  const last = done.at(-1);
  const lead = last === undefined || outcome.steps.length > 0 ? null : leadingVerb(last);
  if (lead === null || REQUEST.test(outcome.about) || /\b(?:after|when|once|while)\b/i.test(outcome.about))
    return outcome.about;
  return `${outcome.about} after ${lead.manner}${gerund(lead.verb)} ${lead.rest}`;
}

const EXCEPTION = /,?\s((?:unless|until)\s[^,;]+)$/i;

/** "… unless the admin agrees" belongs to what is expected, and to nothing that is done. */
function settled(text: string, done: readonly string[], note: (text: string) => void): Outcome[] {
  const [exception, said = ""] = EXCEPTION.exec(masked(text)) === null ? [] : (EXCEPTION.exec(text) ?? []);
  if (exception === undefined) return settle(text, done);
  note(`says ${quotation(said)}: no test shows what holds then`);
  const [only, ...others] = settle(text.slice(0, -exception.length), done);
  if (only === undefined || others.length > 0) return [];
  return [{ ...only, expected: `${only.expected} ${said}`, about: `${only.about} ${said}` }];
}

function checked(
  sentence: Sentence,
  done: readonly string[],
  story: string,
  note: (text: string) => void,
): Outcome[] {
  const { text } = sentence;
  if (predicateOf(text) !== null || headline(text) !== null) return settled(text, done, note);
  const parts = text.split(
    /(?<!\bincluding\b.*)\sand\s(?=(?:[\w-]+\s){0,2}(?:behaviou?r|handling|usability)\b|loss of\s)/i,
  );
  if (!parts.some(isAbstract)) return parts.flatMap((part) => settle(part, done));
  const wish = wishOf(story);
  const blocking = blockedBy(text);
  if (blocking !== null) {
    const setting = wish === null ? [] : fromText(wish.text, "", () => {}).flatMap(({ given }) => given);
    const found = blocking.flatMap((part) => settle(part, done));
    return found.map((outcome) => ({
      ...outcome,
      given: distinct([...outcome.given, ...setting, settingBefore(text)]),
      steps: outcome.steps.length > 0 ? outcome.steps : whole(text).steps,
      about: `${outcome.about} under the ${settingName(text)}`,
      note: outcome.steps.length > 0 ? outcome.note : whole(text).note,
    }));
  }
  if (wish !== null && predicateOf(wish.text) !== null && alike(text, wish.text)) {
    note(`names no outcome (${JSON.stringify(tidy(text))}): the description follows its user story`);
    return fromText(wish.text, "", () => {});
  }
  const { main, clause } = splitClause(text);
  const around = clause === null ? null : circumstanceOf(clause, null);
  return [
    {
      ...validation(main),
      given: around?.given ?? [],
      steps: [...(around?.steps ?? []), ...validation(main).steps],
      note: validation(text).note,
    },
  ];
}

/** Where nothing is done, the test looks at what the outcome speaks of. */
function observing(outcome: Outcome, note: (text: string) => void): string {
  const subject = predicateOf(outcome.expected)?.subject;
  // "at least three" says how many, where something is said of them.
  const counted = (subject ?? outcome.expected).replace(
    subject === undefined ? /^$/ : /^(?:(?:no )?(?:more|fewer|less) than|at (?:most|least))\s/i,
    "",
  );
  const what = counted.replace(/^(?:(?:no|neither|only|all|any|each|every|both)(?:\sof)?\s)+/i, "");
  note("names no action: its step only looks at what must be so");
  return `Inspect ${/^(?:the|an?|its|their|two|three|one)\s/i.test(what) ? "" : "the "}${uncapital(what)}`;
}
