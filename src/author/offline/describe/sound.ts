import type { Scenario } from "../../../plan/model.ts";
import { tidy } from "../words.ts";
import { quotation } from "./assertable.ts";
import { isPlural } from "./english.ts";
import { predicateOf } from "./finite.ts";
import { isFragment, isFragmentary } from "./fragments.ts";
import { aboutQuoted, NOT_PARTED, quotedOutcome, quotedWhole } from "./quoted.ts";
import type { Told } from "./told.ts";

/** Words that follow each other in no sentence; in small letters, for "VM A is up" names a VM. */
const CLASH =
  /\b(?:that that|[Tt]he (?:the|an?|them|these|those|that it|that its|it|is|are|and|or|of|to|in|on|was|were|be|been|has|have|can|cannot|if|when|after|while|will|must|should|unless|inside|within|\(|up$|off$|out$)|(?:[Ii]t|[Tt]hat|[Tt]here)['’]s (?:is|was|are)|[Aa]ttempt to (?:the|an?)|an? (?:the|an?|that|it|of|to)|(?:is|are|was|were) (?:is|are|was|were)|of of|to to|and and|does does)\b/;
/** No line ends in one of these: what they announce is missing. */
const OPEN =
  /\b(?:and|or|but|the|an?|of|with|without|before|after|between|because|while|whether|its|their|than|already|and\/or|attempt to)$/;
/** A line of one adverb and its verb has lost its subject. */
const HEADLESS =
  /^(?:eventually|finally|subsequently|automatically|immediately|successfully|still|also|then|never)\s\S+$/i;
const CUT_STEP =
  /^(?:Inspect|Validate|Perform|Delete|Create|Take|Look for|Establish|Attempt to \w+) (?:the )?(?:\d+(?! (?:[a-z]{3,}|VM)s\b)|it|its|that|and|already|not|is|are|can|be|more than|less than|at (?:least|most))\b(?!\s*(?:GiB|MiB|%))/i;

/** What is seen has no place in what is done. */
const SEEN =
  /\bexpected to (?:fail|succeed|be)\b|\b(?:and|but) (?:can|cannot|still|is|are|stays?|remains?|keeps|succeeds|fails|does|do)\b/i;

/** What stands in quotes is the plan's own, and says nothing of how the sentence was read. */
const bare = (line: string): string => tidy(line.replace(/["“][^"“”]*["”]/g, '"x"'));

/** "… - name: see above": what somebody wrote beside the sentence. */
const REMARK = /\s-\s?[a-z]\w*:\s/;
/** What is validated, performed or brought about is a thing. */
const CUT_NOUN =
  /^(?:Validat(?:e|ion of)|Perform|Bring about|Inspect|Establish|Look for)(?: the)?(?: (?:with|without|on|in|by|and|or|not|to|from|when|if|again)\b|$)|\bexpected to (?:fail|be)\b.*\bsucceeds?$/i;

const halfBracket = (text: string): boolean => text.split("(").length !== text.split(")").length;

/** "VMs was available", "disks only is moved": the verb was found in the wrong place. */
function disagrees(text: string): boolean {
  const found = /s(?:\sonly)?\s(?:is|was|has|does)\s/.test(text) ? predicateOf(text) : null;
  return (
    found !== null &&
    /^(?:is|was|has|does)$/.test(found.verb) &&
    /^[^,]*\b[a-z]+s(?:\sonly)?$/.test(found.subject) &&
    isPlural(found.subject.replace(/\sonly$/, ""))
  );
}

/** The line is no sentence: the words of the plan were taken apart in the wrong place. */
export function isBroken(line: string): boolean {
  const text = bare(line).replace(/[.]$/, "");
  return (
    CLASH.test(text) ||
    OPEN.test(text) ||
    HEADLESS.test(text) ||
    REMARK.test(text) ||
    CUT_NOUN.test(text) ||
    halfBracket(text) ||
    disagrees(text)
  );
}

/**
 * A test that reads as no sentence would be worse than none: the scenario then stands as it is, once, beside the tests
 * that are sound and were not read from the same sentence.
 * @param said the text of the scenario as the plan writes it
 */
export function sound(
  tests: readonly Told[],
  { text, steps, expected, negative }: Pick<Scenario, "text" | "steps" | "expected" | "negative">,
  note: (text: string) => void,
): Told[] {
  // What the plan itself writes so is no fault of the reading.
  const own = (line: string): boolean =>
    [text, ...steps, ...expected].some((said) => lower(said) === lower(line) && isBroken(said));
  const broken = tests.filter(
    (test) =>
      linesOf(test).some((line) => faulty(line) && !own(line)) ||
      (steps.length + expected.length === 0 && isFragmentary(test, text)) ||
      test.steps.some((line) => SEEN.test(bare(line)) && !own(line) && steps.length === 0),
  );
  if (broken.length === 0) return [...tests];
  note(NOT_PARTED);
  if (expected.length > 0) return tests.map((test) => (broken.includes(test) ? quoted(test) : test));
  return [
    {
      ...quotedWhole(text, negative),
      given: tests[0]?.given.filter((line) => !faulty(line) && !isFragment(line)) ?? [],
      negative,
    },
  ];
}

/** The lines of the plan were given one by one: only what is broken stands as a quotation. */
function quoted(test: Told): Told {
  const expected = faulty(test.expected) ? quotedOutcome(test.expected, test.negative) : test.expected;
  return {
    ...test,
    given: test.given.map((line) => (faulty(line) ? `Precondition ${quotation(line)}` : line)),
    steps: test.steps.map((line) =>
      faulty(line) ? `Carry out ${quotation(line.replace(/^Attempt to /, ""))}` : line,
    ),
    expected,
    about: faulty(test.about) ? aboutQuoted(test.about) : test.about,
  };
}

const lower = (line: string): string => tidy(line).toLowerCase();
const linesOf = ({ given, steps, expected, about }: Told): string[] => [...given, ...steps, expected, about];
const faulty = (line: string): boolean => isBroken(line) || CUT_STEP.test(bare(line));

const VACANT = /^(?:[-–—_.\s]+|n\/?a|none|nothing)$/i;
const STATED = /^(?!(?:VM|No|Any|Each|Every|All|Only|Other)\b)[A-Z][\w-]* VM\b|^VM\s/;

/** A dash is no precondition, and "VM" says nothing beside "Running VM" or of one that is yet to be made. */
export function startingPoint(test: Told): Told {
  const given = test.given.filter((line) => !VACANT.test(line));
  const idle =
    given.some((line) => STATED.test(line)) ||
    test.steps.some((step) =>
      /\b(?:create|deploy|define|start|delete) (?:a|the) vm (?:that|which) does not exist\b|^(?:create|deploy|define) (?:a|an|the first) (?:\w+ )?vm\b/i.test(
        step,
      ),
    );
  return { ...test, given: idle ? given.filter((line) => !/^vm$/i.test(line)) : given };
}
