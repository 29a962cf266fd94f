import { isDescribedOnly, isTest, whyNotCollected } from "../gate/collection.ts";
import { type FileView, readDecorators } from "../gate/file-view.ts";
import { asCall } from "../gate/syntax/expression.ts";
import { classesOf, type Definition, definitionsOf } from "../gate/syntax/source.ts";
import { statementsIn } from "../gate/syntax/statement.ts";
import type { Smell } from "./model.ts";

/** Tests that pytest would not run, or not run as often as they are written. */
export function collectionSmells(view: FileView): Smell[] {
  const definitions = definitionsOf(view.source);
  return [
    ...definitions.flatMap((definition) => [
      ...notCollected(view, definition),
      ...nestedTests(definition),
      ...emptyParametrize(view, definition),
    ]),
    ...duplicates(definitions.filter((one) => one.function.name.startsWith("test")).map(placeOf)),
    ...duplicates(classesOf(view.source.body).map((one) => ({ name: one.qualname, line: one.class.line }))),
  ];
}

const placeOf = ({ qualname, function: { line } }: Definition): { name: string; line: number } => ({
  name: qualname,
  line,
});

const testName = (qualname: string): string => qualname.replaceAll(".", "::");

function notCollected(view: FileView, definition: Definition): Smell[] {
  const { name, line, docstring } = definition.function;
  const smell = (message: string): Smell[] => [
    { rule: "test-not-collected", message, line, severity: "block", test: testName(definition.qualname) },
  ];
  if (!name.startsWith("test")) {
    return /^\s*Expected:\s*$/m.test(docstring ?? "")
      ? smell("it is described as a test, but its name does not start with `test`")
      : [];
  }
  if (!isTest(definition)) return smell("its class is not named `Test…`, so pytest does not collect it");
  const why = whyNotCollected(view, definition);
  return why === null || isDescribedOnly(definition) ? [] : smell(`pytest does not run it: ${why}`);
}

function nestedTests({ qualname, function: { body } }: Definition): Smell[] {
  return [...statementsIn(body)].flatMap((statement): Smell[] =>
    statement.kind === "function" && statement.definition.name.startsWith("test")
      ? [
          {
            rule: "test-not-collected",
            message: `\`${statement.definition.name}\` is defined inside another function`,
            line: statement.line,
            severity: "block",
            test: testName(qualname),
          },
        ]
      : [],
  );
}

function emptyParametrize(view: FileView, { qualname, function: definition }: Definition): Smell[] {
  return readDecorators(view.scope, definition.decorators).flatMap(({ name, expr }): Smell[] => {
    const args = asCall(expr)?.arguments ?? [];
    const values = args.find(({ keyword }) => keyword === "argvalues") ?? args[1];
    const empty =
      values && ["list", "tuple", "set"].includes(values.value.kind) && values.value.parts.length === 0;
    return name === "pytest.mark.parametrize" && empty
      ? [
          {
            rule: "empty-parametrize",
            message: "without parameters pytest skips the test",
            line: expr.line,
            severity: "block",
            test: testName(qualname),
          },
        ]
      : [];
  });
}

function duplicates(places: readonly { name: string; line: number }[]): Smell[] {
  return places
    .filter(({ name }, index) => places.findIndex((other) => other.name === name) !== index)
    .map(({ name, line }) => ({
      rule: "duplicate-test",
      message: `\`${testName(name)}\` is defined twice; only the last one runs`,
      line,
      severity: "block",
      test: testName(name),
    }));
}
