import { normalText } from "../../../description/normal.ts";
import type { Scenario } from "../../../plan/model.ts";
import { capital, tidy, uncapital } from "../words.ts";
import { alike, blockedBy } from "./abstract.ts";
import { quotation } from "./assertable.ts";
import { splitClause } from "./clauses.ts";
import { asCondition, circumstanceOf } from "./conditions.ts";
import { gerund, leadingVerb } from "./english.ts";
import { predicateOf } from "./finite.ts";
import { toImperative } from "./imperative.ts";
import { withLasting } from "./lasting.ts";
import { introduced } from "./machines.ts";
import { sparing, withRefusal } from "./negatives.ts";
import { isAbstract, validation } from "./nominal.ts";
import { LABEL, LEAD, type Sentence, sentencesOf } from "./sentences.ts";
import { type Outcome, settle } from "./settle.ts";
import { wishOf } from "./story.ts";
import type { Told } from "./told.ts";

/** One line of visible text; that a scenario is negative is said elsewhere. */
const plain = (text: string): string => normalText(normalText(text).replace(/\[\s*negative\s*\]/gi, " "));

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
  const text = plain(scenario.text) || plain(scenario.story);
  const outcomes =
    text.length > LONGEST
      ? [whole(text)]
      : scenario.expected.length + scenario.steps.length > 0
        ? spelledOut(scenario, text, note)
        : fromText(text, plain(scenario.story), note);
  const given = scenario.preconditions.map((line) => asCondition(plain(line)));
  const found = outcomes.length === 0 ? [whole(text)] : outcomes;
  const tests = found.map((outcome): Told => {
    note(outcome.note);
    const steps = outcome.steps.length > 0 ? outcome.steps : [observing(outcome, note)];
    return {
      given: given.length > 0 ? given : distinct(withLasting(outcome)),
      steps,
      expected: outcome.expected,
      about: outcome.about,
      negative: outcome.refused,
    };
  });
  return { tests: sparing(scenario.negative ? withRefusal(tests, note) : tests), notes };
}

const distinct = (lines: readonly string[]): string[] => [...new Set(lines)];

/** Words that no rule takes apart stand as they are. */
const whole = (text: string): Outcome => ({
  given: [],
  steps: [`Carry out the scenario ${quotation(text)}`],
  expected: `Outcome matches the plan: ${quotation(text)}`,
  about: `the outcome matches the plan: ${quotation(text)}`,
  refused: false,
  note: "cannot be taken apart by rule: its words stand as they are",
});

/** The plan's own lines: preconditions and steps as they are, each of its outcomes a test. */
function spelledOut(scenario: Scenario, text: string, note: (text: string) => void): Outcome[] {
  const steps = scenario.steps.map((line) => tidy(plain(line))).filter((line) => line !== "");
  const own = scenario.expected
    .map((line) => tidy(plain(line).replace(LEAD, "")))
    .filter((line) => line !== "");
  const read = steps.length === 0 || own.length === 0 ? fromText(text, plain(scenario.story), () => {}) : [];
  if (own.length === 0) {
    const checks = steps.filter((line) => LEAD.test(line)).map((line) => tidy(line.replace(LEAD, "")));
    const orders = steps.filter((line) => !LEAD.test(line)).map(ordered);
    const outcomes = checks.flatMap((line) => settle(line, orders));
    note("names no expected result: it is taken from the other words of the scenario");
    const found = outcomes.length > 0 ? outcomes : read;
    return found.map((outcome) => ({ ...outcome, steps: orders, note: null }));
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

/** A step in the form of an order: "the VM is reset" and "resetting the VM" are "Reset the VM". */
function ordered(line: string): string {
  const lead = leadingVerb(line);
  if (lead !== null && lead.form === "base") return capital(line);
  const order = toImperative(
    line.replace(/\sby (?:the|an?) (?:user|admin|administrator)\b/i, ""),
    "the VM",
  )?.imperative;
  if (order !== undefined) return order;
  if (lead !== null && lead.form === "gerund") return `${capital(`${lead.manner}${lead.verb}`)} ${lead.rest}`;
  const predicate = predicateOf(line);
  if (predicate === null || /^(?:be|can|must|do|have)$/.test(predicate.base)) return capital(line);
  return `Let ${uncapital(predicate.subject)} ${predicate.manner}${predicate.base} ${predicate.rest}`.trim();
}

/** "Given a VM with a cache" asks for a VM; "given that it is off" for a state. */
const thing = (text: string): string =>
  asCondition(predicateOf(text) === null ? text.replace(/^(?:an?|the) /i, "") : text);

/** An order that speaks of a machine: "it" in the next one is that. */
const ITS = /\bVM\b/;

/** Reads the text sentence by sentence: orders are steps, what is demanded are outcomes. */
function fromText(said: string, story: string, note: (text: string) => void): Outcome[] {
  const wish = wishOf(said);
  const text = (wish?.text ?? said).replace(LABEL, "");
  const given: string[] = [];
  const done: string[] = [];
  const outcomes: Outcome[] = [];
  const sentences = sentencesOf(text);
  for (const [index, sentence] of sentences.entries()) {
    if (sentence.kind === "given") given.push(thing(sentence.text));
    else if (sentence.kind === "do") {
      const order = introduced(
        sentence.text
          .replace(/^then\s+/i, "")
          .replace(/\b(?:it|them)$/i, ITS.test(done.at(-1) ?? "") ? "the VM" : "$&"),
      );
      given.push(...order.given);
      done.push(capital(order.text));
    } else if (sentence.kind === "remark") note(`says of itself: ${JSON.stringify(sentence.text)}`);
    else {
      const found = checked(sentence, done, story, note).map((outcome) => ({
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

/** What is seen "after" what was done, where the words of the outcome do not say so. */
function during(outcome: Outcome, done: readonly string[]): string {
  const last = done.at(-1);
  const request = /^(?:the )?request (is|fails)\b/i.exec(outcome.about);
  if (request !== null && last !== undefined && !/^Let\b/.test(last)) {
    const wanted = uncapital(last.replace(/^(?:Attempt to|Try to) /i, ""));
    return `the request to ${wanted} ${outcome.about.slice(request.index + request[0].length - (request[1] ?? "").length)}`;
  }
  const lead = last === undefined || outcome.steps.length > 0 ? null : leadingVerb(last);
  if (lead === null || /\b(?:after|when|once|while)\b/i.test(outcome.about)) return outcome.about;
  return `${outcome.about} after ${lead.manner}${gerund(lead.verb)} ${lead.rest}`;
}

function checked(
  sentence: Sentence,
  done: readonly string[],
  story: string,
  note: (text: string) => void,
): Outcome[] {
  const { text } = sentence;
  if (predicateOf(text) !== null) return settle(text, done);
  const parts = text.split(/\sand\s(?=(?:[\w-]+\s){0,2}(?:behaviou?r|handling|usability)\b)/i);
  if (!parts.some(isAbstract)) return parts.flatMap((part) => settle(part, done));
  const wish = wishOf(story);
  const blocking = blockedBy(text);
  if (blocking !== null) {
    const setting = wish === null ? [] : fromText(wish.text, "", () => {}).flatMap(({ given }) => given);
    const found = blocking.flatMap((part) => settle(part, done));
    return found.map((outcome) => ({ ...outcome, given: distinct([...outcome.given, ...setting]) }));
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

/** Orders without an outcome: what they are good for, else that they succeed. */
function finished(
  { text }: Sentence,
  given: readonly string[],
  done: readonly string[],
  purpose: string | null,
  note: (text: string) => void,
): Outcome[] {
  const bare = text.replace(/^then\s+/i, "");
  const spared = /^(.{1,400}?)\s(without\s.+)$/i.exec(bare);
  const order = leadingVerb(spared?.[1] ?? "");
  if (spared !== null && order !== null) {
    const doing = `${order.manner}${gerund(order.verb)} ${order.rest}`.trim();
    const steps = [...done.slice(0, -1), capital(spared[1] ?? "")];
    const shown = `${doing} succeeds ${spared[2]}`;
    return [{ given: [...given], steps, expected: capital(shown), about: shown, refused: false, note: null }];
  }
  const meant = purpose !== null && predicateOf(purpose) !== null ? settle(purpose, done) : [];
  if (meant.length > 0 && meant.every((outcome) => outcome.steps.length === 0)) {
    note("names no outcome: what is expected is the purpose of its user story");
    return meant.map((outcome) => ({ ...outcome, given: [...given, ...outcome.given], steps: [...done] }));
  }
  const lead = leadingVerb(bare);
  if (lead === null) return [];
  const doing = `${lead.manner}${gerund(lead.verb)} ${lead.rest}`.trim();
  note("names no outcome: what is expected is that its action succeeds");
  return [
    {
      given: [...given],
      steps: [...done],
      expected: `${capital(doing)} succeeds`,
      about: `${doing} succeeds`,
      refused: false,
      note: null,
    },
  ];
}

/** Where nothing is done, the test looks at what the outcome speaks of. */
function observing(outcome: Outcome, note: (text: string) => void): string {
  const subject = predicateOf(outcome.expected)?.subject ?? outcome.expected;
  const what = subject.replace(/^(?:(?:no|neither|only|all|any|each|every|both)(?:\sof)?\s)+/i, "");
  note("names no action: its step only looks at what must be so");
  return `Inspect ${/^(?:the|an?|its|their|two|three|one)\s/i.test(what) ? "" : "the "}${uncapital(what)}`;
}
