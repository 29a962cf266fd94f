import { isDescribedOnly, isTest, whyNotCollected } from "../gate/collection.ts";
import type { FileView } from "../gate/file-view.ts";
import { predicatesOf } from "../gate/predicate.ts";
import type { Step } from "../gate/step.ts";
import { readSteps } from "../gate/steps.ts";
import { asCall, calledName, dotted, type Expr, isConstant, walk } from "../gate/syntax/expression.ts";
import type { Definition } from "../gate/syntax/source.ts";
import {
  expressionsOf,
  type FunctionSource,
  type Statement,
  statementsIn,
} from "../gate/syntax/statement.ts";
import { emptinessOf } from "./conditions.ts";
import type { Smell } from "./model.ts";
import { checkKind, isDirectCheck, isRaisesCall, unreachable } from "./reach.ts";
import { swallows } from "./swallow.ts";

type Found = Omit<Smell, "test">;

/** What is wrong inside the tests of a file. */
export function bodySmells(view: FileView): Smell[] {
  return [...view.definitions.values()].filter(isTest).flatMap((definition) => {
    const test = definition.qualname.replaceAll(".", "::");
    return smellsOf(view, definition).map((found) => ({ ...found, test }));
  });
}

const block = (rule: string, message: string, { line }: { line: number }): Found => ({
  rule,
  message,
  line,
  severity: "block",
});

const warn = (rule: string, message: string, { line }: { line: number }): Found => ({
  rule,
  message,
  line,
  severity: "warn",
});

function smellsOf(view: FileView, definition: Definition): Found[] {
  const described = isDescribedOnly(definition) && whyNotCollected(view, definition) !== null;
  const body = [...statementsIn(definition.function.body)];
  const parameters = new Map(definition.function.parameters.map(({ name }) => [name, name]));
  const steps = readSteps(definition.function, { file: view.scope, constant: (expr) => expr, parameters });
  const helpers = helpersOf(view, definition);
  const kind = checkKind(definition.function, helpers);
  return [
    ...(kind === null && !described
      ? [
          block(
            "no-check",
            "the test checks nothing: no assert, no expected error, no wait",
            definition.function,
          ),
        ]
      : []),
    ...(kind === "helper"
      ? [warn("helper-only", "every check is made by helpers", definition.function)]
      : []),
    ...body.flatMap(statementSmells),
    ...unreachable(definition.function.body)
      .filter(isDirectCheck)
      .map((statement) => block("unreachable-check", `\`${statement.text}\` is never reached`, statement)),
    ...emptyConditions(body, steps),
    ...ownValues(steps),
    ...stepWarnings(steps, body),
  ];
}

/** Functions that the test can call by name: those of the module, and those of its own class. */
function helpersOf(view: FileView, { owners }: Definition): Map<string, FunctionSource> {
  const scope = owners.map((owner) => owner.name).join(".");
  return new Map(
    [...view.definitions.values()]
      .filter((other) => [scope, ""].includes(other.qualname.split(".").slice(0, -1).join(".")))
      .map((other) => [other.function.name, other.function]),
  );
}

function statementSmells(statement: Statement): Found[] {
  const hidden = swallows(statement);
  const found = hidden ? [block("swallowed-assertion", hidden, statement)] : [];
  if (statement.kind === "with" && statement.items.some(({ manager }) => isRaisesCall(manager))) {
    const does = statement.body.some((inner) => inner.kind !== "pass" && !isBareValue(inner));
    if (!does) found.push(block("empty-raises", "nothing happens inside `pytest.raises`", statement));
  }
  if (statement.kind === "expression" && ["compare", "and", "or", "not"].includes(statement.value.kind)) {
    found.push(
      block("comparison-without-assert", `\`${statement.text}\` is computed and thrown away`, statement),
    );
  }
  const [value] = statement.kind === "exit" && statement.word === "return" ? statement.values : [];
  if (value && !isConstant(value, "None")) {
    found.push(
      block("returned-check", `\`${statement.text}\`: pytest ignores what a test returns`, statement),
    );
  }
  if (expressionsOf(statement).some((expr) => [...walk(expr)].some((part) => part.kind === "yield"))) {
    found.push(block("generator-test", "a test that yields is never run", statement));
  }
  return found;
}

function isBareValue(statement: Statement): boolean {
  return statement.kind === "expression" && ["string", "constant"].includes(statement.value.kind);
}

/** Conditions that always hold, as written or once local names are replaced by their values. */
function emptyConditions(body: readonly Statement[], steps: readonly Step[]): Found[] {
  const written = body.flatMap((statement) =>
    statement.kind === "assert" ? predicatesOf(statement.test).map((test) => ({ test, statement })) : [],
  );
  const found = written.flatMap(({ test, statement }) => {
    const empty = emptinessOf(test);
    return empty ? [block(empty.rule, `\`${statement.text}\`: ${empty.message}`, statement)] : [];
  });
  const lines = new Set(found.map((smell) => smell.line));
  const resolved = steps.flatMap((step) => {
    if (step.kind !== "check" || lines.has(step.line)) return [];
    const empty = emptinessOf(step.expr);
    return empty && empty.rule !== "self-compare"
      ? [block(empty.rule, `\`${step.text}\`: ${empty.message}`, step)]
      : [];
  });
  return [...found, ...resolved];
}

/** `vm.cpu = 4` and then `assert vm.cpu == 4`, with nothing in between that could have changed it. */
function ownValues(steps: readonly Step[]): Found[] {
  const written = new Map<string, string>();
  return steps.flatMap((step) => {
    const [target, value] = step.expr.parts;
    if (["action", "verify", "enter", "loop"].includes(step.kind)) written.clear();
    if (!target || !value) return [];
    if (step.kind === "write") written.set(target.key, value.key);
    const repeated = written.get(target.key) === value.key || written.get(value.key) === target.key;
    return step.kind === "check" && step.expr.kind === "compare" && step.expr.value === "==" && repeated
      ? [block("own-value", `\`${step.text}\` only reads back what the test has just set`, step)]
      : [];
  });
}

function stepWarnings(steps: readonly Step[], body: readonly Statement[]): Found[] {
  const checks = steps.filter((step) => step.kind === "check");
  const others = steps.some((step) => step.kind === "verify" || step.kind === "raises");
  const first = checks[0];
  const vague = checks.every(
    ({ expr }) => !["compare", "or", "call"].includes(expr.kind) || isPlainCall(expr),
  );
  return [
    ...(first && vague && !others
      ? [warn("truthiness-only", "every assertion only asks whether a value is true", first)]
      : []),
    ...checks
      .filter(isConditional)
      .map((step) => warn("conditional-assert", `\`${step.text}\` is only made under a condition`, step)),
    ...checks
      .filter(({ expr }) => comparesFloat(expr))
      .map((step) =>
        warn(
          "float-equality",
          `\`${step.text}\` compares a float exactly; \`pytest.approx\` says how exactly`,
          step,
        ),
      ),
    ...steps
      .filter(isBroadRaises)
      .map((step) => warn("broad-raises", `\`${step.text}\` accepts almost any error`, step)),
    ...body
      .filter(sleeps)
      .map((statement) =>
        warn("sleep", `\`${statement.text}\` waits blindly; wait for a condition instead`, statement),
      ),
  ];
}

/** A call that is given nothing to compare with: `vm.is_ready()`, unlike `version.startswith("v1.")`. */
function isPlainCall(expr: Expr): boolean {
  return asCall(expr)?.arguments.length === 0;
}

function isConditional(step: Step): boolean {
  return step.context.some((context) => ["if", "else", "case", "except", "while"].includes(context.kind));
}

function comparesFloat(expr: Expr): boolean {
  const operator = expr.kind === "compare" && /^(==|!=)$/.test(expr.value);
  return operator && expr.parts.some((part) => part.kind === "number" && part.value.includes("."));
}

function isBroadRaises(step: Step): boolean {
  if (step.kind !== "raises") return false;
  const call = asCall(step.expr);
  if (call?.arguments.some(({ keyword }) => keyword === "match")) return false;
  const [type] = call?.arguments.map(({ value }) => value) ?? [];
  const types = type?.kind === "tuple" ? type.parts : type ? [type] : [];
  return types.some((one) => /^(Exception|BaseException)$/.test(dotted(one) ?? ""));
}

function sleeps(statement: Statement): boolean {
  return expressionsOf(statement).some((expr) =>
    [...walk(expr)].some((part) => {
      const call = asCall(part);
      return call !== null && calledName(call) === "sleep";
    }),
  );
}
