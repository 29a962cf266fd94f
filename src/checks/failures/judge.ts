import { TEXT_SIGNALS } from "./cluster-signals.ts";
import type { Context } from "./context.ts";
import { DECIDING_TYPES, FALLBACK_TYPES, type TypeRule } from "./exception-types.ts";
import { raisedIn } from "./frames.ts";
import { judgeAssertion } from "./judge-assertion.ts";
import { judgeConnection, judgeStatus } from "./judge-server.ts";
import { PYTEST_SIGNALS, RUN_SIGNALS } from "./run-signals.ts";
import { firstOf, type Guess, weaker } from "./signals.ts";
import { apiStatusOf } from "./status-json.ts";
import { embedded, type Layer } from "./unwrap.ts";

/**
 * Judges one exception by its own words: what ended the run, pytest's own words, the type, the API server's answer,
 * then any other words. Undefined when nothing is known about it.
 */
export function judge(layer: Layer, context: Context): Guess | undefined {
  const { text, type } = layer;
  const early = missingThing(text, context) ?? firstOf(RUN_SIGNALS, text) ?? firstOf(PYTEST_SIGNALS, text);
  if (early !== undefined) return early;
  // A log line: the exception it names comes before its other words, as it does in a message.
  const logged = type === "" ? embedded(text) : undefined;
  const inner = logged && judge(logged, context);
  if (inner !== undefined) return weaker(inner);
  if (type === "AssertionError" || type === "Failed") return judgeAssertion(text, context);
  const decided = byType(DECIDING_TYPES, layer);
  if (decided !== undefined) return raisedElsewhere(decided, context);
  const status = apiStatusOf(text, type);
  if (status !== undefined) return judgeStatus(status, context.negative);
  return judgeConnection(text) ?? firstOf(TEXT_SIGNALS, text) ?? byType(FALLBACK_TYPES, layer);
}

function byType(rules: ReadonlyMap<string, TypeRule>, { type, text }: Layer): Guess | undefined {
  const found = rules.get(type);
  if (found === undefined || found.unless?.test(text)) return undefined;
  return { category: found.category, confidence: found.confidence, signal: text.split("\n", 1)[0] ?? type };
}

/** A Python error below the test, in a helper or a library, may also come from what the product answered. */
function raisedElsewhere(guess: Guess, { traceback }: Context): Guess {
  const { file } = raisedIn(traceback);
  if (guess.category !== "test_code_error" || /^$|^test_|_test\.py$|^conftest\.py$/.test(file)) return guess;
  return { ...guess, confidence: guess.confidence * 0.7 };
}

/** A module, variable or file that is not there: the machine's lack, unless it belongs to the test itself. */
function missingThing(text: string, { traceback, dependencies }: Context): Guess | undefined {
  const module = /^ModuleNotFoundError: No module named '([^'\n]+)'/m.exec(text);
  if (module !== null && dependencies.includes(module[1] ?? "")) {
    return { category: "import_error", confidence: 0.9, signal: module[0], verdict: "infra" };
  }
  const variable = /^KeyError: '([A-Z][A-Z0-9_]{2,})'/.exec(text);
  if (variable !== null) {
    const fromEnvironment = /(?:<frozen os>|\/os\.py):\d+: /.test(traceback);
    const looksLikeOne = /_|^KUBECONFIG$/.test(variable[1] ?? "");
    if (fromEnvironment || looksLikeOne) {
      return { category: "env_config", confidence: fromEnvironment ? 0.9 : 0.65, signal: variable[0] };
    }
  }
  const file = /^FileNotFoundError: [^\n]*?'([^'\n]+)'/.exec(text);
  if (file === null) return undefined;
  const ofTheSuite = /^[^/].*\.(?:py|ya?ml|json|j2|txt|xml)$/.test(file[1] ?? "");
  return { category: ofTheSuite ? "test_code_error" : "env_config", confidence: 0.8, signal: file[0] };
}
