import { alsoActs, callKind, isRaises } from "./call-kinds.ts";
import { Environment } from "./environment.ts";
import { evaluationsIn } from "./evaluation.ts";
import { predicatesOf } from "./predicate.ts";
import { type Context, mustRaise, type Step, type StepKind, within } from "./step.ts";
import type { ConstantLookup } from "./syntax/constants.ts";
import {
  asCall,
  calledName,
  dotted,
  type Expr,
  isLiteral,
  makeExpr,
  type Origin,
} from "./syntax/expression.ts";
import { type FileScope, importedValue } from "./syntax/scope.ts";
import { type Block, type FunctionSource, type Statement, sharedNames } from "./syntax/statement.ts";
import { unpack } from "./unpack.ts";

export interface StepScope {
  readonly file: FileScope;
  readonly constant: ConstantLookup;
  /** Names that are parameters, and what each is called for comparison. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Steps of a function in the order they are written. */
export function readSteps(definition: FunctionSource, scope: StepScope): Step[] {
  const reader = new StepReader(new Environment(scope.file, scope.constant));
  for (const [name, compared] of scope.parameters) {
    reader.environment.bind(name, makeExpr("parameter", compared, [], { text: name, line: definition.line }));
  }
  reader.block(definition.body, []);
  return reader.steps;
}

class StepReader {
  readonly steps: Step[] = [];
  readonly environment: Environment;
  #raises = 0;
  #yielded = false;

  constructor(environment: Environment) {
    this.environment = environment;
  }

  block(block: Block, context: readonly Context[]): void {
    for (const statement of block) this.#statement(statement, context);
  }

  #statement(statement: Statement, context: readonly Context[]): void {
    switch (statement.kind) {
      case "assert":
        this.#calls(statement.test, context);
        for (const predicate of predicatesOf(this.environment.resolve(statement.test))) {
          this.#add("check", predicate, statement, context);
        }
        return;
      case "expression":
        this.#expression(statement.value, statement, context);
        return;
      case "assign":
        this.#assign(statement, context);
        return;
      case "exit":
        this.#exit(statement, context);
        return;
      case "import":
        for (const name of statement.names) this.environment.bind(name.as, importedValue(name));
        return;
      case "if": {
        this.#calls(statement.condition, context);
        const condition = this.environment.resolve(statement.condition);
        this.#branches([
          () => this.block(statement.body, [...context, within("if", condition, statement)]),
          () => this.block(statement.otherwise, [...context, within("else", condition, statement)]),
        ]);
        return;
      }
      case "for":
      case "while":
        this.#loop(statement, context);
        return;
      case "try":
        this.#try(statement, context);
        return;
      case "with":
        this.#with(statement, context);
        return;
      case "match": {
        this.#calls(statement.subject, context);
        const subject = this.environment.resolve(statement.subject);
        this.#branches(
          statement.cases.map((matchCase) => () => {
            const expr = makeExpr("tuple", "", [subject, matchCase.pattern], matchCase.pattern);
            this.block(matchCase.body, [
              ...context,
              { kind: "case", expr, text: matchCase.pattern.value, line: statement.line },
            ]);
          }),
        );
        return;
      }
      case "function":
      case "class":
        this.#nested(statement, context);
        return;
    }
  }

  #expression(value: Expr, origin: Origin, context: readonly Context[]): void {
    const bare = value.kind === "await" && value.parts[0] ? value.parts[0] : value;
    if (bare.kind === "yield") {
      this.#calls(bare, context);
      this.#add("yield", this.environment.resolve(bare), origin, context);
      this.#yielded = true;
      return;
    }
    const call = asCall(bare);
    if (!call) {
      this.#calls(bare, context);
      this.#add(
        mustRaise(context) && !isLiteral(bare) ? "read" : "note",
        this.environment.resolve(bare),
        origin,
        context,
      );
      return;
    }
    for (const part of bare.parts) this.#calls(part, context);
    this.#call(bare, origin, context, true);
  }

  /** Steps for the calls inside an expression, arguments before the call that takes them. */
  #calls(expr: Expr, context: readonly Context[]): void {
    for (const { expr: part, lazy } of evaluationsIn(expr)) {
      const [value] = part.parts;
      if (part.kind === "walrus" && value) this.environment.bind(part.value, this.environment.resolve(value));
      if (part.kind !== "call") continue;
      this.#call(part, part, lazy ? [...context, within("lazy", null, lazy)] : context, false);
    }
  }

  #call(expr: Expr, origin: Origin, context: readonly Context[], statement: boolean): void {
    const resolved = this.environment.resolve(expr);
    const call = asCall(resolved);
    if (!call) return;
    const receiver = call.callee.kind === "attribute" && call.callee.parts[0];
    const kind = callKind(calledName(call), receiver ? dotted(receiver) : null);
    if (kind === "verify") {
      this.#add("verify", resolved, origin, context);
      if (alsoActs(calledName(call))) this.environment.act(calledName(call));
    } else if (kind === "action") {
      this.#add("action", resolved, origin, context);
      this.environment.act(calledName(call));
    } else if (statement) this.#add(kind === "log" ? "note" : "read", resolved, origin, context);
  }

  #assign(statement: Statement & { kind: "assign" }, context: readonly Context[]): void {
    if (!statement.value) return;
    this.#calls(statement.value, context);
    const value = this.environment.resolve(statement.value);
    if (mustRaise(context) && !isLiteral(statement.value)) this.#add("read", value, statement, context);
    if (statement.value.kind === "yield") {
      this.#add("yield", value, statement, context);
      this.#yielded = true;
    }
    for (const target of statement.targets) {
      const next = statement.operator
        ? makeExpr("binary", statement.operator, [this.environment.resolve(target), value], statement)
        : value;
      this.#bind(target, next, statement, context);
    }
  }

  #bind(target: Expr, value: Expr, origin: Origin, context: readonly Context[]): void {
    for (const { leaf, part } of unpack(target, value, origin)) {
      if (leaf.kind === "name") {
        this.environment.bind(leaf.value, part);
        continue;
      }
      this.#calls(leaf, context);
      const written = makeExpr("tuple", "", [this.environment.resolve(leaf), part], origin);
      this.#add("write", written, origin, context);
      this.environment.act("write");
    }
  }

  #exit(statement: Statement & { kind: "exit" }, context: readonly Context[]): void {
    for (const value of statement.values) this.#calls(value, context);
    const values = statement.values.map((value) => this.environment.resolve(value));
    const expr = makeExpr("other", statement.word, values, statement);
    if (statement.word === "return") this.#add("return", expr, statement, context);
    else if (statement.word === "delete") {
      this.#add("write", expr, statement, context);
      this.environment.act("delete");
    } else this.#add("exit", expr, statement, context);
  }

  #loop(statement: Statement & { kind: "for" | "while" }, context: readonly Context[]): void {
    const head = statement.kind === "for" ? statement.iterable : statement.condition;
    this.#calls(head, context);
    const expr = this.environment.resolve(head);
    this.#add("loop", expr, statement, context);
    const inside = [...context, within(statement.kind, expr, statement)];
    this.#branches([
      () => {
        if (statement.kind === "for") {
          this.#bind(statement.target, makeExpr("bound", "each", [expr], statement), statement, inside);
        }
        this.block(statement.body, inside);
      },
      () => this.block(statement.otherwise, [...context, within("else", expr, statement)]),
    ]);
  }

  #try(statement: Statement & { kind: "try" }, context: readonly Context[]): void {
    const types = statement.handlers.map((handler) =>
      handler.type ? this.environment.resolve(handler.type) : makeExpr("other", "any", [], statement),
    );
    const expr = makeExpr("tuple", "", types, statement);
    const before = this.environment.snapshot();
    this.block(statement.body, [...context, within("try", expr, statement)]);
    this.block(statement.otherwise, [...context, within("try", expr, statement)]);
    const paths = [this.environment.snapshot()];
    statement.handlers.forEach((handler, index) => {
      this.environment.restore(before);
      if (handler.name) {
        this.environment.bind(handler.name, makeExpr("bound", "caught", [], statement));
      }
      this.block(handler.body, [
        ...context,
        {
          kind: "except",
          expr: types[index] ?? null,
          text: `except on line ${handler.line}`,
          line: handler.line,
        },
      ]);
      paths.push(this.environment.snapshot());
    });
    this.environment.merge(paths);
    this.block(statement.finally, [...context, within("finally", null, statement)]);
  }

  #with(statement: Statement & { kind: "with" }, context: readonly Context[]): void {
    let inside = context;
    for (const item of statement.items) {
      const call = asCall(item.manager);
      for (const part of call ? item.manager.parts : [item.manager]) this.#calls(part, inside);
      const manager = this.environment.resolve(item.manager);
      const resolved = asCall(manager);
      const raises = resolved !== null && isRaises(calledName(resolved));
      const suppress = resolved !== null && dotted(resolved.callee) === "contextlib.suppress";
      if (!suppress) this.#add(raises ? "raises" : "enter", manager, statement, inside);
      if (!raises && !suppress) this.environment.act("enter");
      this.#raises += raises ? 1 : 0;
      const value = raises
        ? makeExpr("bound", `raised ${this.#raises}`, [], statement)
        : makeExpr("bound", "entered", [manager], statement);
      const kind = raises ? "raises" : suppress ? "suppress" : "with";
      inside = [...inside, within(kind, manager, statement)];
      if (item.target) this.#bind(item.target, value, statement, inside);
    }
    this.block(statement.body, inside);
  }

  #nested(statement: Statement & { kind: "function" | "class" }, context: readonly Context[]): void {
    const { definition } = statement;
    const expr = makeExpr("bound", `${statement.kind} ${definition.name}`, [], statement);
    const before = this.environment.snapshot();
    if (statement.kind === "function") {
      for (const parameter of statement.definition.parameters) {
        this.environment.bind(parameter.name, makeExpr("bound", `argument ${parameter.name}`, [], statement));
      }
    }
    this.block(definition.body, [...context, within("function", expr, statement)]);
    this.environment.restore(before);
    this.environment.bind(definition.name, expr);
    for (const name of sharedNames(definition.body)) {
      this.environment.bind(name, makeExpr("bound", "shared", [expr], statement));
    }
  }

  #branches(branches: readonly (() => void)[]): void {
    const before = this.environment.snapshot();
    const paths = branches.map((branch) => {
      this.environment.restore(before);
      branch();
      return this.environment.snapshot();
    });
    this.environment.merge([...paths, ...(paths.length === 0 ? [before] : [])]);
  }

  #add(kind: StepKind, expr: Expr, origin: Origin, context: readonly Context[]): void {
    const where = context.map(({ kind, expr }) => `${kind} ${expr?.key ?? ""}`).join(" > ");
    const { text, line } = origin;
    const teardown = this.#yielded && kind !== "yield";
    this.steps.push({ kind, expr, context, key: `${kind} ${expr.key} @ ${where}`, text, line, teardown });
  }
}
