import { unquoted } from "../../../description/wording.ts";
import type { Told } from "./told.ts";

/** Words that no sentence has next to each other, and words that no sentence ends on. */
const TORN =
  /\b(?:the|an?) (?:the|an?|that|this|it|its|they|between|with|without|and|or|but|from|to|of|is|are|when)\b|\b(?:is|are) (?:is|are)\b|\bthat that\b|\b(?:and|or|but|the|an?|of|is|are)$/i;
/** What is seen has no place in what is done. */
const SEEN = /\b(?:and|but) (?:(?:can|cannot|still|is|are|stays?|remains?|keeps|succeeds|fails|does|do)\b)/i;

/** The words are no sentence. */
export const torn = (line: string): boolean => TORN.test(unquoted(line));

/** A line of the test is no sentence: the rules have cut the plan's words in the wrong place. */
export const broken = ({ given, steps, expected }: Told): boolean =>
  [...given, ...steps, expected].some(torn) || steps.some((line) => SEEN.test(unquoted(line)));
