import { quotation } from "./assertable.ts";

/** What is said of a scenario whose sentence the rules cannot take apart. */
export const NOT_PARTED = "cannot be taken apart by rule: its words stand as they are";

const MATCHES = "Outcome matches the plan";
const REFUSED = "Request is refused";
const QUOTED_OUTCOME = new RegExp(`^(?:${MATCHES}|${REFUSED}): ["“](.*)["”]$`);

/** An expected result in the plan's own words. */
export const quotedOutcome = (text: string, negative = false): string =>
  `${negative ? REFUSED : MATCHES}: ${quotation(text)}`;

/** The same for a summary. */
export const aboutQuoted = (text: string): string => `the outcome matches the plan: ${quotation(text)}`;

/** The words that an expected result quotes; undefined for one that was read. */
export const wordsQuotedIn = (expected: string): string | undefined => QUOTED_OUTCOME.exec(expected)?.[1];

/** A whole scenario in its own words: what is done, what is seen, and the summary. */
export const quotedWhole = (text: string, negative = false) => ({
  steps: [`Carry out the scenario ${quotation(text)}`],
  expected: quotedOutcome(text, negative),
  about: aboutQuoted(text),
});
