import { descendants, fingerprint, type Syntax } from "./syntax.ts";
import { isKeyword, keywordName } from "./unify.ts";

/**
 * Why a replacement would show less than the code it replaces, or null. What a test must show is decided by its
 * plan; a lesson that wants less of it is advice for a person, never an edit.
 */
export function weakens(wrong: readonly Syntax[], correct: readonly Syntax[]): string | null {
  const before = factsOf(wrong);
  const after = factsOf(correct);
  if (after.checks < before.checks) return "the Correct Code checks less than the Wrong Code";
  if (after.raisesArguments < before.raisesArguments)
    return "the Correct Code expects the exception less exactly";
  if (after.broad > before.broad) return "the Correct Code accepts any exception";
  if (after.unchecked > before.unchecked) return "the Correct Code no longer waits or checks";
  if (after.escapes > before.escapes) return "the Correct Code skips the test or swallows an exception";
  const isKept = before.expectations.every((expectation) => after.expectations.includes(expectation));
  if (!isKept) return "the Correct Code expects something else";
  return null;
}

interface Facts {
  readonly checks: number;
  readonly raisesArguments: number;
  readonly broad: number;
  readonly unchecked: number;
  readonly escapes: number;
  readonly expectations: readonly string[];
}

const CHECKING_CALL = /(^|_)(raises|wait|verify|assert|check|expect|validate|ensure)(_|$)/;
const WAITING_KEYWORD = /(^|_)(wait|check)(_|$)/;
const ESCAPING_CALL = /^(skip|skipif|xfail|importorskip|suppress|exit|_exit)$/;
const BROAD = /^(Base)?Exception$/;

function factsOf(statements: readonly Syntax[]): Facts {
  const nodes = statements.flatMap(descendants);
  const calls = nodes.filter((node) => node.type === "call");
  const asserts = nodes.filter((node) => node.type === "assert_statement");
  const raises = calls.filter((call) => calledName(call) === "raises");
  const raisesArguments = raises.flatMap((call) => call.children[1]?.children ?? []);
  return {
    checks: asserts.length + calls.filter((call) => CHECKING_CALL.test(calledName(call))).length,
    raisesArguments: raisesArguments.filter(isKeyword).length,
    broad: raisesArguments.flatMap(descendants).filter((node) => BROAD.test(node.token)).length,
    unchecked: nodes.filter(isUnchecked).length,
    escapes:
      nodes.filter((node) => node.type === "try_statement" || node.type === "return_statement").length +
      nodes.filter((node) => node.type === "identifier" && ESCAPING_CALL.test(node.token)).length,
    expectations: asserts.map(expectationOf),
  };
}

/** `wait=False`, `check_ssh_connectivity=False` */
function isUnchecked(node: Syntax): boolean {
  return isKeyword(node) && WAITING_KEYWORD.test(keywordName(node)) && node.children.at(-1)?.type === "false";
}

function calledName(call: Syntax): string {
  const [called] = call.children;
  return (called?.type === "attribute" ? called.children.at(-1)?.token : called?.token) ?? "";
}

const OPERATOR = /^(==|!=|<|>|<=|>=|<>|in|not in|is|is not|not|and|or)$/;
const LITERAL = /^(string|integer|float|true|false|none)$/;
const SAME_MEANING: Record<string, string> = { is: "==", "is not": "!=" };

/** The operators and constants an assert compares with: `== true:"True"`. */
function expectationOf(assertion: Syntax): string {
  const [, condition] = assertion.children;
  if (!condition) return "";
  // A tuple is always true, so what stands first in it was never asserted and is the expectation meant.
  const meant =
    condition.type === "tuple" ? condition.children[0] : (nonEmptyOperand(condition) ?? condition);
  return meant ? comparedWith(meant).join(" ") : "";
}

function comparedWith(node: Syntax): string[] {
  if (OPERATOR.test(node.type)) return [SAME_MEANING[node.type] ?? node.type];
  return LITERAL.test(node.type) ? [fingerprint(node)] : node.children.flatMap(comparedWith);
}

/** `len(x) > 0` expects the same of x as x alone does. */
function nonEmptyOperand(condition: Syntax): Syntax | null {
  const [left, operator, right] = condition.children;
  const size = `${operator?.type} ${right?.token}`;
  if (condition.children.length !== 3 || !["> 0", ">= 1", "!= 0"].includes(size)) return null;
  const [called, list] = left?.children ?? [];
  return left?.type === "call" && called?.token === "len" ? (list?.children[0] ?? null) : null;
}
