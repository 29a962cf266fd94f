import type { Verdict } from "../model.ts";
import type { Category } from "./taxonomy.ts";

/**
 * Words that decide. Patterns look at the exception's own text, never at source lines of a traceback: clients print
 * lines such as `if http_resp.status == 401` there. Within a table the first match wins, so the order is that of
 * specificity. Repetitions are bounded, so that no text, however odd, makes a pattern slow.
 */
export interface Signal {
  readonly category: Category;
  readonly pattern: RegExp;
  /** 0–1: how often these words mean this category and nothing else. */
  readonly confidence: number;
}

/** What one exception shows. */
export interface Guess {
  readonly category: Category;
  readonly confidence: number;
  /** The words that decided. */
  readonly signal: string;
  /** Set where it differs from the category's own. */
  readonly verdict?: Verdict;
}

/** The same guess, found in a less certain place. */
export const weaker = (guess: Guess): Guess => ({ ...guess, confidence: guess.confidence * 0.9 });

/** The first signal of a table that a text shows. */
export function firstOf(signals: readonly Signal[], text: string): Guess | undefined {
  for (const { category, confidence, pattern } of signals) {
    const match = pattern.exec(text);
    if (match !== null) return { category, confidence, signal: match[0] };
  }
  return undefined;
}

/** One row of a table. */
export const rule = (category: Category, confidence: number, pattern: RegExp): Signal => ({
  category,
  pattern,
  confidence,
});
