import { HARD_SIGNALS, SERVER_SIGNALS, WAIT_SIGNALS } from "./cluster-signals.ts";
import type { Context } from "./context.ts";
import { raisedIn } from "./frames.ts";
import { firstOf, type Guess } from "./signals.ts";

const DID_NOT_RAISE = /DID NOT (?:RAISE|WARN)[^\n]*/;
/** `pytest.raises(…, match=…)` got the right type with other words. */
const OTHER_WORDS =
  /^(?:AssertionError: )?(?:Regex pattern[^\n]{0,500}? did not match|Pattern '[^\n]{0,500}?' (?:does not match|not found))/;

/**
 * An assertion (or `pytest.fail`) is the test's word against the product's: it is reported, whatever words such as
 * "404" or "timeout" it holds. Only hard facts about the cluster and the place where it was raised change that.
 */
export function judgeAssertion(text: string, { phase, traceback }: Context): Guess {
  const notRaised = DID_NOT_RAISE.exec(text);
  if (notRaised !== null) return { category: "assertion", confidence: 0.9, signal: notRaised[0] };
  const otherWords = OTHER_WORDS.exec(text);
  if (otherWords !== null && firstOf(SERVER_SIGNALS, text) !== undefined) {
    return { category: "expected_exception", confidence: 0.7, signal: otherWords[0] };
  }
  const fact = firstOf(HARD_SIGNALS, text) ?? firstOf(WAIT_SIGNALS, text);
  if (fact !== undefined) return { ...fact, confidence: fact.confidence * 0.9 };
  const signal = text.split("\n", 1)[0] ?? "";
  const { file, name } = raisedIn(traceback);
  if (/^_?wait_|sampler/.test(name)) return { category: "wait_timeout", confidence: 0.7, signal: name };
  // A fixture asserts what it needs from the cluster.
  if (file === "conftest.py" && phase !== "teardown")
    return { category: "env_config", confidence: 0.65, signal };
  return { category: "assertion", confidence: 0.85, signal };
}
