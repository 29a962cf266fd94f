import { capital } from "../words.ts";
import { leadingVerb } from "./english.ts";

/** What a clause says by itself: what is done in it, what is seen. */
export interface Shape {
  readonly given: readonly string[];
  readonly steps: readonly string[];
  readonly expected: string;
  /** Null where the clause's own words do. */
  readonly about: string | null;
  readonly refused: boolean;
  readonly note: string | null;
}

export const shaped = (some: Partial<Shape> & Pick<Shape, "expected">): Shape => ({
  given: [],
  steps: [],
  about: null,
  refused: false,
  note: null,
  ...some,
});

/** "re-enabling the role", "create a VM": an order in another form. */
export function orderOf(text: string): string | null {
  const lead = leadingVerb(text);
  if (lead === null || (lead.form !== "gerund" && lead.form !== "base")) return null;
  if (lead.rest === "" || /^of\b/.test(lead.rest)) return null;
  return `${capital(`${lead.manner}${lead.verb}`)} ${lead.rest}`;
}
