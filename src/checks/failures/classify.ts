import type { Classification, Phase } from "../model.ts";
import type { Context } from "./context.ts";
import { insideRaises } from "./frames.ts";
import { judge } from "./judge.ts";
import { type Guess, weaker } from "./signals.ts";
import { type Category, TAXONOMY } from "./taxonomy.ts";
import { type Layer, unwrap } from "./unwrap.ts";

export { suggestionFor } from "./taxonomy.ts";

export interface Failure {
  /** `message` of the JUnit failure, or the exception's text. */
  readonly message: string;
  /** The failure's detail as pytest prints it. Its `E` lines and frames are looked at, its source lines are not. */
  readonly traceback?: string | undefined;
  /** `setup`, `call`, `teardown` or `collection`; else taken from the message. */
  readonly when?: string | undefined;
  /** The scenario expects the product to refuse. */
  readonly negative?: boolean | undefined;
  /** Top-level modules that the project declares as dependencies: when one is missing, the test is not at fault. */
  readonly dependencies?: readonly string[] | undefined;
}

/**
 * What kind of failure this is and what may be done about it. Pure, total and deterministic; never throws.
 *
 * The innermost exception that the message quotes is judged first, then the wrapper around it, then what the wrapper
 * was raised from. A failure that fits nothing is `unknown` with verdict `product-bug` and confidence 0.2: reported,
 * never edited; before or after the test's own body it is the environment's.
 */
export function classify(failure: Failure): Classification {
  const { phase, layers, cause } = unwrap(failure);
  const traceback = failure.traceback ?? "";
  const context: Context = {
    phase,
    traceback,
    negative: failure.negative === true || insideRaises(traceback),
    dependencies: failure.dependencies ?? [],
  };
  let guess = firstJudged(layers, context);
  // A wrapper says nothing by itself: what it was raised from does.
  if (cause !== undefined && (guess === undefined || guess.category === "wait_timeout")) {
    const reason = judge(cause, context);
    guess = reason ? weaker(reason) : guess;
  }
  return inPhase(guess ?? unknown(layers), phase);
}

function firstJudged(layers: readonly Layer[], context: Context): Guess | undefined {
  for (const layer of layers) {
    const guess = judge(layer, context);
    if (guess !== undefined) return guess;
  }
  return undefined;
}

const unknown = (layers: readonly Layer[]): Guess => ({
  category: "unknown",
  confidence: 0.2,
  signal: layers.at(-1)?.text.split("\n", 1)[0] ?? "",
});

/** Faults that, met while pytest collects, are faults of the file. */
const OF_THE_FILE: readonly Category[] = ["test_code_error", "assertion", "unknown"];

/** The phase has the last word: cleanup that does not end is a leak, a fixture that asserts misses a prerequisite. */
function inPhase(guess: Guess, phase: Phase | undefined): Classification {
  const as = (category: Category, confidence: number) =>
    classification({ category, confidence, signal: guess.signal });
  const { category } = guess;
  if (phase === "teardown" && (category === "wait_timeout" || category === "assertion")) {
    return as("teardown_leak", 0.7);
  }
  if (phase === "setup" && category === "assertion") return as("env_config", 0.7);
  if (category === "unknown" && phase === "setup") return as("env_config", 0.4);
  // Not for healing, as a leak would be whose cause is seen: nobody knows what the test did wrong.
  if (category === "unknown" && phase === "teardown") {
    return classification({ ...guess, category: "teardown_leak", confidence: 0.4, verdict: "infra" });
  }
  if (phase === "collection" && OF_THE_FILE.includes(category)) return as("collection_error", 0.85);
  return classification(guess);
}

function classification({ category, confidence, signal, verdict }: Guess): Classification {
  return {
    category,
    verdict: verdict ?? TAXONOMY[category].verdict,
    confidence: Math.round(confidence * 100) / 100,
    signal: signal.trim().slice(0, 200),
  };
}
