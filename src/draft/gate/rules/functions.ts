import type { GateReason } from "../../model.ts";
import { compareBodies } from "../body.ts";
import { isDescribedOnly, isTest, whyNotCollected } from "../collection.ts";
import { saysTheSame } from "../docstring.ts";
import { fixtureMark } from "../file-view.ts";
import { type FilePair, type Judgement, nodeIdOf, reason } from "../judgement.ts";
import type { Step } from "../step.ts";
import { readSteps } from "../steps.ts";
import { walk } from "../syntax/expression.ts";
import type { Definition } from "../syntax/source.ts";
import { expressionsOf, statementsIn } from "../syntax/statement.ts";
import { compareSignatures, ownFixtures, renamedParameters } from "./signature.ts";

/** Every function of a file is still there and still demands what it demanded; what is new does not interfere. */
export function judgeFunctions(pair: FilePair, judgement: Judgement): GateReason[] {
  const { before, after } = pair;
  const kept = [...before.definitions.values()].flatMap((definition) => {
    const now = after.definitions.get(definition.qualname);
    const found = now ? judgeFunction(pair, definition, now, judgement) : judgeMissing(pair, definition);
    const where = ` (in \`${definition.qualname.replaceAll(".", "::")}\`)`;
    return found.map((one) => ({ ...one, message: one.message + where }));
  });
  const added = [...after.definitions.values()].filter(({ qualname }) => !before.definitions.has(qualname));
  return [...kept, ...added.flatMap((definition) => judgeNew(pair, definition, judgement))];
}

function judgeMissing({ before, after }: FilePair, definition: Definition): GateReason[] {
  const { name, line } = definition.function;
  if (isTest(definition)) return [reason("test-removed", "the test was removed or renamed", line)];
  const used = new RegExp(`\\b${name}\\b`).test(after.content);
  return used || fixtureMark(before, definition)?.autouse
    ? [reason("helper-removed", `\`${name}\` was removed although it is used`, line)]
    : [];
}

function judgeFunction(
  pair: FilePair,
  before: Definition,
  after: Definition,
  judgement: Judgement,
): GateReason[] {
  const { line } = before.function;
  const test = isTest(before);
  const reasons = test ? judgeTest(pair, before, after) : judgeCondition(before, after);
  const described = test && isDescribedOnly(before);
  const signature = described ? [] : compareSignatures(pair, before, after, judgement);
  const body = described ? [] : judgeBody(pair, before, after, judgement);
  return [...reasons, ...signature.map((found) => reason(found.rule, found.message, line)), ...body];
}

function judgeTest({ before, after }: FilePair, from: Definition, to: Definition): GateReason[] {
  const { line, docstring } = from.function;
  const reasons: GateReason[] = [];
  if (docstring !== null && !saysTheSame(docstring, to.function.docstring ?? "")) {
    reasons.push(
      reason("docstring-changed", "the docstring, which says what the test must show, was changed", line),
    );
  }
  const why = whyNotCollected(after, to);
  if (why !== null && whyNotCollected(before, from) === null) {
    reasons.push(reason("test-not-collected", `pytest no longer runs the test: ${why}`, line));
  }
  return reasons;
}

function judgeCondition(before: Definition, after: Definition): GateReason[] {
  if (after.condition === before.condition || after.condition === "") return [];
  return [
    reason("condition-added", `it is defined only under \`${after.condition}\` now`, before.function.line),
  ];
}

function judgeBody(
  pair: FilePair,
  before: Definition,
  after: Definition,
  judgement: Judgement,
): GateReason[] {
  const { likeness, exceptionBases, allow } = judgement;
  const nodeid = nodeIdOf(pair.before.path, before.qualname);
  const allows = (from: string, to: string): boolean =>
    allow.some(
      (allowance) =>
        allowance.kind === "raises-type" &&
        allowance.nodeid.replace(/\[.*$/, "") === nodeid &&
        allowance.from.split(".").at(-1) === from &&
        allowance.to.split(".").at(-1) === to,
    );
  const policy = { likeness, raises: { bases: exceptionBases, allows } };
  const steps = stepsOf(pair, before, after, judgement);
  return compareBodies(steps.before, steps.after, policy, isTest(before)).map((found) =>
    reason(found.rule, found.message, found.line || before.function.line),
  );
}

/** Steps of both versions, with parameters under the names they have after the edit. */
function stepsOf(
  pair: FilePair,
  before: Definition,
  after: Definition,
  { constant }: Judgement,
): { before: Step[]; after: Step[] } {
  const own = new Map(after.function.parameters.map(({ name }) => [name, name]));
  const renamed = new Map([
    ...[...own].filter(([name]) => isUndefined(name, pair, before)),
    ...renamedParameters(before, after),
  ]);
  return {
    before: readSteps(before.function, { file: pair.before.scope, constant, parameters: renamed }),
    after: readSteps(after.function, { file: pair.after.scope, constant, parameters: own }),
  };
}

/** A name the original used without having it: the parameter that was added is what it meant. */
function isUndefined(name: string, { before }: FilePair, definition: Definition): boolean {
  if (before.scope.lookup(name) !== null) return false;
  return [...statementsIn(definition.function.body)]
    .flatMap(expressionsOf)
    .some((expr) => [...walk(expr)].some((part) => part.kind === "name" && part.value === name));
}

const AUTOMATIC =
  /^(setup|teardown|setUp|tearDown|setUpClass|tearDownClass)(_(module|class|function|method))?$/;

/** A new function that pytest would run, or use, without being asked for by name. */
export function judgeNew(
  { after }: Pick<FilePair, "after">,
  definition: Definition,
  judgement: Judgement,
): GateReason[] {
  const { name } = definition.function;
  const fixture = fixtureMark(after, definition);
  if (name.startsWith("pytest_")) return [reason("pytest-hook", `pytest hook \`${name}\` was added`, 0)];
  if (AUTOMATIC.test(name))
    return [reason("autouse-added", `\`${name}\` was added, which runs around every test`, 0)];
  if (fixture?.autouse) {
    return [
      reason("autouse-added", `fixture \`${fixture.name}\` was added, which applies itself to tests`, 0),
    ];
  }
  return fixture ? judgeOverride(fixture.name, judgement) : [];
}

/** A fixture of the suite must not be replaced by one of the edit under the same name. */
function judgeOverride(name: string, judgement: Judgement): GateReason[] {
  const asked = judgement.before.some((view) =>
    [...view.definitions.values()].some(
      ({ function: { parameters, decorators } }) =>
        parameters.some((parameter) => parameter.name === name) ||
        decorators.some((decorator) => [...walk(decorator)].some((part) => part.value === name)),
    ),
  );
  const missing = judgement.fixtures !== null && !judgement.fixtures.has(name);
  if (!asked || missing || ownFixtures(judgement.before).has(name)) return [];
  return [
    reason(
      "fixture-replaced",
      `fixture \`${name}\`, which tests already use, is defined anew by the edit`,
      0,
    ),
  ];
}
