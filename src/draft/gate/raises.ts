import type { Finding } from "./finding.ts";
import { type Call, dotted, type Expr } from "./syntax/expression.ts";

/** Bases of well-known errors: those of Python and of the Kubernetes clients. */
const BASES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  `BaseException: object; Exception: BaseException; ArithmeticError: Exception; AssertionError: Exception;
  AttributeError: Exception; LookupError: Exception; KeyError: LookupError; IndexError: LookupError; OSError: Exception;
  IOError: OSError; ConnectionError: OSError; ConnectionRefusedError: ConnectionError; ConnectionResetError: ConnectionError;
  TimeoutError: OSError; PermissionError: OSError; FileNotFoundError: OSError; FileExistsError: OSError;
  RuntimeError: Exception; NotImplementedError: RuntimeError; RecursionError: RuntimeError; TypeError: Exception;
  ValueError: Exception; UnicodeError: ValueError; UnicodeDecodeError: UnicodeError; JSONDecodeError: ValueError;
  ZeroDivisionError: ArithmeticError; OverflowError: ArithmeticError; NameError: Exception; ImportError: Exception;
  ModuleNotFoundError: ImportError; StopIteration: Exception; SubprocessError: Exception; CalledProcessError: SubprocessError;
  TimeoutExpired: SubprocessError; OpenApiException: Exception; ApiException: OpenApiException; DynamicApiError: ApiException;
  BadRequestError: DynamicApiError; UnauthorizedError: DynamicApiError; ForbiddenError: DynamicApiError;
  NotFoundError: DynamicApiError; MethodNotAllowedError: DynamicApiError; ConflictError: DynamicApiError;
  GoneError: DynamicApiError; UnprocessibleEntityError: DynamicApiError; TooManyRequestsError: DynamicApiError;
  InternalServerError: DynamicApiError; ServiceUnavailableError: DynamicApiError; ServerTimeoutError: DynamicApiError`
    .split(";")
    .map((entry) => {
      const [name = "", base = ""] = entry.trim().split(": ");
      return [name, [base]];
    }),
);

const TOO_WIDE: ReadonlySet<string> = new Set(["object", "BaseException", "Exception"]);

export interface RaisesPolicy {
  /** Bases of the suite's own errors. */
  readonly bases: Readonly<Record<string, readonly string[]>>;
  /** True when there is evidence that the product refuses with `to` what the test says it refuses with `from`. */
  allows(from: string, to: string): boolean;
}

/** True when everything that is a `type` is also a `base`. */
function isBaseOf(base: string, type: string, policy: RaisesPolicy, seen: readonly string[] = []): boolean {
  if (seen.includes(type)) return false;
  const known = [policy.bases, BASES].flatMap((bases) =>
    Object.hasOwn(bases, type) ? (bases[type] ?? []) : [],
  );
  const bases = known.map(lastName);
  return bases.some((next) => next === base || isBaseOf(base, next, policy, [...seen, type]));
}

/** What the edited head of `with pytest.raises(…)` accepts that the original one did not. */
export function compareRaises(before: Call, after: Call, policy: RaisesPolicy): Finding[] {
  return [
    ...compareTypes(before, after, policy),
    ...compareMatch(before, after),
    ...compareRest(before, after),
  ];
}

function compareTypes(before: Call, after: Call, policy: RaisesPolicy): Finding[] {
  const from = typesOf(before);
  const to = typesOf(after);
  if (to.length === 0)
    return [{ rule: "raises-widened", message: "`pytest.raises` no longer names an error" }];
  const named = (types: readonly Expr[]): string => types.map((type) => `\`${type.text}\``).join(" or ");
  const change = `${named(from)} became ${named(to)}`;
  const more = to.filter((type) => !from.some((known) => known.key === type.key));
  return more.flatMap((type): Finding[] => {
    const name = nameOf(type);
    const wide = TOO_WIDE.has(name) || from.some((known) => isBaseOf(name, nameOf(known), policy));
    if (wide) return [{ rule: "raises-widened", message: `the expected error was widened: ${change}` }];
    if (to.length > from.length) {
      return [{ rule: "raises-widened", message: `more errors are accepted than before: ${change}` }];
    }
    const allowed = from.some((known) => policy.allows(nameOf(known), name));
    const plain = dotted(type) !== null;
    return allowed && plain
      ? []
      : [{ rule: "raises-changed", message: `the expected error changed without evidence: ${change}` }];
  });
}

function typesOf(call: Call): readonly Expr[] {
  const type = call.arguments.find(
    ({ keyword }) => keyword === "" || keyword === "expected_exception",
  )?.value;
  return type?.kind === "tuple" ? type.parts : type ? [type] : [];
}

const lastName = (path: string): string => path.split(".").at(-1) ?? path;
const nameOf = (type: Expr): string => lastName(dotted(type) ?? type.text);

function compareMatch(before: Call, after: Call): Finding[] {
  const from = before.arguments.find(({ keyword }) => keyword === "match")?.value;
  const to = after.arguments.find(({ keyword }) => keyword === "match")?.value;
  if (!from || from.key === to?.key) return [];
  if (!to || to.kind === "constant") {
    return [{ rule: "match-removed", message: `\`match=${from.text}\` was removed from \`pytest.raises\`` }];
  }
  const change = `\`match=${from.text}\` became \`match=${to.text}\``;
  if (from.kind === "string" && to.kind === "string") {
    if (isNarrowerPattern(from.value, to.value)) return [];
    const wildcards = (pattern: string): number => pattern.match(/[.*+?|]/g)?.length ?? 0;
    const loosened = from.value.includes(to.value) || wildcards(to.value) > wildcards(from.value);
    if (!loosened) return [{ rule: "expected-changed", message: `the expected message changed: ${change}` }];
  }
  return [{ rule: "match-loosened", message: `the expected message was loosened: ${change}` }];
}

/** The old pattern with plain text (or `.*`) before and after it. */
function isNarrowerPattern(from: string, to: string): boolean {
  const at = to.indexOf(from);
  if (from === "" || at < 0 || to.includes("|") !== from.includes("|") || from.includes("|")) return false;
  const around = [to.slice(0, at), to.slice(at + from.length)];
  return around.every((text) => /^(\.\*|[\w\s'":,/-])*$/.test(text));
}

/** `check=` and anything else that narrows what is accepted must stay as it is. */
function compareRest(before: Call, after: Call): Finding[] {
  const known = (keyword: string): boolean => ["", "expected_exception", "match"].includes(keyword);
  const kept = after.arguments.map((argument) => `${argument.keyword}=${argument.value.key}`);
  return before.arguments
    .filter(({ keyword, value }) => !known(keyword) && !kept.includes(`${keyword}=${value.key}`))
    .map(({ keyword, value }) => ({
      rule: "raises-changed",
      message: `\`${keyword}=${value.text}\` was changed or removed in \`pytest.raises\``,
    }));
}
