import { ANY } from "./placeholders.ts";
import { fingerprint, type Syntax } from "./syntax.ts";

/** How a pattern fits a place in the source. */
export interface Fit {
  /** What each placeholder stands for. */
  readonly bindings: Map<string, Syntax>;
  /** Source node of each pattern node. */
  readonly nodes: Map<Syntax, Syntax>;
  /** What each `...` stands for, in the order of the source. */
  readonly rests: Map<string, readonly Syntax[]>;
}

/** Fits one node. `known` are placeholders whose meaning is already decided. */
export function fitNode(pattern: Syntax, source: Syntax, known: ReadonlyMap<string, Syntax>): Fit | null {
  const fit: Fit = { bindings: new Map(known), nodes: new Map(), rests: new Map() };
  return unify(pattern, source, fit) ? fit : null;
}

/** Fits consecutive statements from `start`; also tells how many of them were used. */
export function fitStatements(
  patterns: readonly Syntax[],
  sources: readonly Syntax[],
  known: ReadonlyMap<string, Syntax>,
): { fit: Fit; used: number } | null {
  const fit: Fit = { bindings: new Map(known), nodes: new Map(), rests: new Map() };
  const used = unifySequence(patterns, sources, fit, false);
  return used === null ? null : { fit, used };
}

function unify(pattern: Syntax, source: Syntax, fit: Fit): boolean {
  if (pattern.type === ANY.expression) return isExpression(source) && bind(pattern, source, fit);
  if (pattern.type === ANY.statement) return bind(pattern, source, fit);
  if (pattern.type !== source.type || pattern.token !== source.token) return false;
  fit.nodes.set(pattern, source);
  if (pattern.type === "argument_list") return unifyArguments(pattern, source, fit);
  if (pattern.type === "assert_statement") return unifyAssert(pattern, source, fit);
  return unifySequence(pattern.children, source.children, fit, true) !== null;
}

function bind(pattern: Syntax, source: Syntax, fit: Fit): boolean {
  const bound = fit.bindings.get(pattern.token);
  if (bound && fingerprint(bound) !== fingerprint(source)) return false;
  fit.bindings.set(pattern.token, bound ?? source);
  fit.nodes.set(pattern, source);
  return true;
}

const NO_EXPRESSION = /_statement$|_clause$|^(block|keyword_argument|pair|argument_list|.*splat.*)$/;

function isExpression(node: Syntax): boolean {
  return !NO_EXPRESSION.test(node.type);
}

/** Number of sources used, null when they do not fit; with `whole` all of them must be. */
function unifySequence(
  patterns: readonly Syntax[],
  sources: readonly Syntax[],
  fit: Fit,
  whole: boolean,
): number | null {
  const [pattern, ...others] = patterns;
  if (!pattern) return whole && sources.length > 0 ? null : 0;
  if (pattern.type === ANY.arguments || pattern.type === ANY.statements) {
    return unifyRest(pattern, others, sources, fit, whole);
  }
  const [source, ...rest] = sources;
  if (!source || !unify(pattern, source, fit)) return null;
  const used = unifySequence(others, rest, fit, whole);
  return used === null ? null : used + 1;
}

/** `...` takes as little as the patterns after it allow. */
function unifyRest(
  pattern: Syntax,
  others: readonly Syntax[],
  sources: readonly Syntax[],
  fit: Fit,
  whole: boolean,
): number | null {
  for (let taken = 0; taken <= sources.length; taken += 1) {
    const attempt = copyOf(fit);
    const used = unifySequence(others, sources.slice(taken), attempt, whole);
    if (used === null) continue;
    attempt.rests.set(pattern.token, sources.slice(0, taken));
    adopt(fit, attempt);
    return used + taken;
  }
  return null;
}

/** Keyword arguments fit in any order; `...` takes the ones that are not named. */
function unifyArguments(pattern: Syntax, source: Syntax, fit: Fit): boolean {
  const left = source.children.filter(isKeyword);
  for (const wanted of pattern.children.filter(isKeyword)) {
    const index = left.findIndex((given) => keywordName(given) === keywordName(wanted));
    const [given] = index === -1 ? [] : left.splice(index, 1);
    if (!given || !unify(wanted, given, fit)) return false;
  }
  const positional = pattern.children.filter((child) => !isKeyword(child));
  const given = source.children.filter((child) => !isKeyword(child));
  const rest = positional.findLast((child) => child.type === ANY.arguments);
  if (left.length > 0 && !rest) return false;
  if (unifySequence(positional, given, fit, true) === null) return false;
  if (rest) fit.rests.set(rest.token, [...(fit.rests.get(rest.token) ?? []), ...left]);
  return true;
}

export function isKeyword(argument: Syntax): boolean {
  return argument.type === "keyword_argument";
}

export function keywordName(argument: Syntax): string {
  return argument.children[0]?.token ?? "";
}

/** The message of an assert is words for the reader: it decides nothing, unless a placeholder asks for it. */
function unifyAssert(pattern: Syntax, source: Syntax, fit: Fit): boolean {
  const [, condition, message] = pattern.children;
  const [, given, words] = source.children;
  if (!condition || !given || !unify(condition, given, fit)) return false;
  if (!message) return true;
  if (message.type === ANY.expression) return words !== undefined && unify(message, words, fit);
  const attempt = copyOf(fit);
  if (words && unify(message, words, attempt)) adopt(fit, attempt);
  return true;
}

function copyOf(fit: Fit): Fit {
  return { bindings: new Map(fit.bindings), nodes: new Map(fit.nodes), rests: new Map(fit.rests) };
}

function adopt(fit: Fit, attempt: Fit): void {
  for (const [name, node] of attempt.bindings) fit.bindings.set(name, node);
  for (const [pattern, node] of attempt.nodes) fit.nodes.set(pattern, node);
  for (const [name, nodes] of attempt.rests) fit.rests.set(name, nodes);
}
