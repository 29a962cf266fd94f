import { rule, type Signal } from "./signals.ts";

/** The run broke, not the test. */
export const RUN_SIGNALS: readonly Signal[] = [
  rule("session_abort", 0.95, /\bpytest_exit\b|Pytest execution failed \(exit code|ended by pytest\.exit/),
  rule("session_abort", 0.9, /^(?:_pytest\.outcomes\.)?Exit: [^\n]*|\bexit code:? 99\b|SanityError\b/),
  rule("run_cancelled", 0.95, /\bKeyboardInterrupt\b|_sigint_handler|^SystemExit: (?:2|130|143)\b/),
  rule("run_cancelled", 0.9, /The (?:operation|run|job) was cancell?ed|received a shutdown signal/i),
  rule("runner_crash", 0.95, /worker '?gw\d+'? crashed|replacing crashed worker|\bnode down: /),
  rule("runner_crash", 0.9, /Fatal Python error|Segmentation fault|INTERNALERROR|^internal error$/),
  rule("runner_crash", 0.85, /completed with exit code 13[79]\b|\brc ?=? ?(?:137|139|-9|-11)\b/),
  rule("runner_crash", 0.85, /^exit (?:code|status):? 13[79]\b|Out of memory: Killed|^MemoryError\b/),
];

/** pytest's own words about a test file, a fixture or a marker. */
export const PYTEST_SIGNALS: readonly Signal[] = [
  rule("xpass_strict", 0.95, /\[XPASS\(strict\)\]/),
  rule(
    "test_timeout",
    0.95,
    /Timeout \(?>\s?[\d.]{1,20}s?\)?(?: from pytest-timeout)?|\+{3,} Timeout \+{3,}/,
  ),
  rule("fixture_error", 0.95, /\bfixture '[^'\n]*' not found|fixture "[^"\n]*" called directly/i),
  rule("fixture_error", 0.95, /ScopeMismatch|recursive dependency involving fixture|FixtureLookupError/),
  rule("fixture_error", 0.9, /fixture has no param|more than one 'yield'|did not yield a value/),
  rule(
    "import_error",
    0.95,
    /^(?:ModuleNotFoundError|ImportError)\b[^\n]*|ImportError while (?:importing|loading)/m,
  ),
  rule("collection_error", 0.95, /^(?:SyntaxError|IndentationError|TabError)\b[^\n]*/m),
  rule(
    "collection_error",
    0.95,
    /not found in `markers`|import file mismatch|Defining 'pytest_plugins' in a non-top/,
  ),
  rule(
    "collection_error",
    0.95,
    /in "parametrize" the number of|uses no argument '|duplicate parametrization/,
  ),
  rule(
    "collection_error",
    0.9,
    /during collection\b|error collecting|Different tests were collected|Using pytest\.skip outside of a test/i,
  ),
  rule("collection_error", 0.8, /file or directory not found:|not found: \S+::\S+|collected 0 items/),
];
