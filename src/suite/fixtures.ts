import { stringContent, summaryOf } from "../python/literals.ts";
import type { PythonFunction, PythonModule } from "../python/module.ts";
import type { Fixture } from "./model.ts";
import { splitTop, yieldedType } from "./types.ts";
import type { Sight } from "./visibility.ts";

const FIXTURE = /^(?:\w+\.)?fixture\s*(?:\(|$)/;
const SCOPES = ["function", "class", "module", "package", "session"] as const;

const fixtureDecorator = (definition: PythonFunction): string | undefined =>
  definition.decorators.find((text) => FIXTURE.test(text));

export const isFixture = (definition: PythonFunction): boolean => fixtureDecorator(definition) !== undefined;

/** The fixtures of one file. `sight` says who sees what a module defines. */
export function fixturesOf(file: string, module: PythonModule, sight: Sight): Fixture[] {
  return module.functions.flatMap((definition) => {
    const decorator = fixtureDecorator(definition);
    return decorator === undefined ? [] : [fixtureOf(file, definition, decorator, sight)];
  });
}

function fixtureOf(file: string, definition: PythonFunction, decorator: string, sight: Sight): Fixture {
  const member = definition.qualname.includes(".");
  const ownName = definition.qualname.split(".").at(-1) ?? definition.qualname;
  const given = keywordsOf(decorator);
  const scope = stringContent(given.get("scope") ?? "");
  return {
    name: stringContent(given.get("name") ?? "") ?? ownName,
    file,
    line: definition.line,
    scope: SCOPES.find((known) => known === scope) ?? "function",
    autouse: given.get("autouse") === "True",
    params: requestedBy(definition),
    type: yieldedType(definition.returns),
    doc: summaryOf(definition.doc),
    visibleFrom: member ? null : sight(file, ownName),
  };
}

/** Arguments that a decorator names: `fixture(scope="session")` gives `scope` → `"session"`, as written. */
function keywordsOf(decorator: string): Map<string, string> {
  const open = decorator.indexOf("(");
  if (open < 0) return new Map();
  const written = splitTop(decorator.slice(open + 1, decorator.lastIndexOf(")")), ",");
  return new Map(
    written.flatMap((argument) => {
      const [, name, value] = /^(\w+)\s*=(?!=)\s*([\s\S]+)$/.exec(argument) ?? [];
      return name && value ? [[name, value]] : [];
    }),
  );
}

/** pytest fills the parameters that have no default; the first one of a method is the object. */
function requestedBy({ qualname, parameters, decorators }: PythonFunction): string[] {
  const bound = qualname.includes(".") && !decorators.includes("staticmethod");
  return parameters
    .slice(bound ? 1 : 0)
    .filter(({ kind, default: value }) => (kind === "positional" || kind === "keyword") && value === null)
    .map(({ name }) => name);
}

/** Whether a test in `testFile` can ask for the fixture. */
export function isVisible(fixture: Fixture, testFile: string): boolean {
  if (fixture.visibleFrom === null) return false;
  return (
    fixture.visibleFrom === "" ||
    fixture.visibleFrom === testFile ||
    testFile.startsWith(`${fixture.visibleFrom}/`)
  );
}
