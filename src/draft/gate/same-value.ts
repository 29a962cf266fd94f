import { compareArguments, type SameValue } from "./call-arguments.ts";
import { isDesiredState } from "./names.ts";
import { isMoreExact, spelledAlike } from "./spelling.ts";
import { asCall, type Expr, isLiteral } from "./syntax/expression.ts";

/** How freely one expression may stand for another. */
export interface Likeness {
  /** True when `to` is `from` spelled differently, or a name that is known to replace it. */
  alike(from: string, to: string): boolean;
  /** The answer to a question asked before; nested expressions ask the same one very often. */
  remember(question: string, answer: () => boolean): boolean;
}

/**
 * `checked`: a value that an assertion is about. `compared`: one that an assertion compares with a literal, so that another
 * value would be noticed. `passed`: what a step is given or works on.
 */
export type Role = "checked" | "compared" | "passed";

/** Attributes that lead from one handle of an object to another, without choosing a different value. */
const HANDLES: ReadonlySet<string> = new Set(["vm", "vmi", "instance", "status", "metadata"]);

/** Nodes from which on asking twice costs more than remembering. */
export const WORTH_REMEMBERING = 20;

type Segment =
  | { readonly kind: "attribute"; readonly name: string }
  | { readonly kind: "index"; readonly index: Expr }
  | { readonly kind: "call"; readonly call: Expr };

/**
 * True when `after` may take the place of `before` because it names the same value: the same expression, an attribute or
 * argument name spelled differently, one handle more or less on the way to the attribute, arguments given by name.
 */
export function sameValue(before: Expr, after: Expr, role: Role, likeness: Likeness): boolean {
  if (before.key === after.key) return true;
  const answer = (): boolean => isSameValue(before, after, role, likeness);
  if (before.size + after.size < WORTH_REMEMBERING) return answer();
  return likeness.remember(`${role} ${before.key} ${after.key}`, answer);
}

function isSameValue(before: Expr, after: Expr, role: Role, likeness: Likeness): boolean {
  if (isLiteral(before) || isLiteral(after)) return isMemberOfSameName(before, after);
  const [held] = before.kind === "bound" && before.value === "held" ? before.parts : [before];
  const [now] = after.kind === "bound" && after.value === "held" ? after.parts : [after];
  if (held && now && (held !== before || now !== after)) return sameValue(held, now, role, likeness);
  const from = chainOf(before);
  const to = chainOf(after);
  if (from.segments.length > 0 || to.segments.length > 0) {
    return (
      sameRoot(from.root, to.root, role, likeness) && sameSegments(from.segments, to.segments, role, likeness)
    );
  }
  return sameRoot(before, after, role, likeness);
}

function sameRoot(before: Expr, after: Expr, role: Role, likeness: Likeness): boolean {
  if (before.key === after.key) return true;
  if (before.kind !== after.kind) return false;
  if (before.kind === "name") return likeness.alike(before.value, after.value);
  if (before.value !== after.value || before.parts.length !== after.parts.length) return false;
  return (
    before.parts.length > 0 &&
    before.parts.every((part, index) => {
      const other = after.parts[index];
      return other !== undefined && sameValue(part, other, role, likeness);
    })
  );
}

/** `"Running"` and `VmStatus.RUNNING`: a member that is called what it is worth. */
function isMemberOfSameName(before: Expr, after: Expr): boolean {
  const [literal, member] = isLiteral(before) ? [before, after] : [after, before];
  if (literal.kind !== "string" || member.kind !== "attribute") return false;
  if (!/^[A-Z][A-Z0-9_]*$/.test(member.value)) return false;
  let root: Expr | undefined = member;
  while (root?.kind === "attribute") root = root.parts[0];
  const plain = (text: string): string => text.replace(/[\s_-]/g, "").toUpperCase();
  return root?.kind !== "own" && plain(literal.value) === plain(member.value);
}

function chainOf(expr: Expr): { root: Expr; segments: Segment[] } {
  const segments: Segment[] = [];
  let root = expr;
  for (;;) {
    const [object, index, ...more] = root.parts;
    if (root.kind === "attribute" && object) segments.unshift({ kind: "attribute", name: root.value });
    else if (root.kind === "call" && object) segments.unshift({ kind: "call", call: root });
    else if (root.kind === "subscript" && object && index && more.length === 0) {
      const named = index.kind === "string" && /^\w+$/.test(index.value);
      segments.unshift(named ? { kind: "attribute", name: index.value } : { kind: "index", index });
    } else return { root, segments };
    root = object;
  }
}

function sameSegments(
  before: readonly Segment[],
  after: readonly Segment[],
  role: Role,
  likeness: Likeness,
  slips = role === "passed" ? 1 : 2,
): boolean {
  const [from, ...beforeRest] = before;
  const [to, ...afterRest] = after;
  if (!from && !to) return true;
  if (from && to && sameSegment(from, to, role, likeness)) {
    if (sameSegments(beforeRest, afterRest, role, likeness, slips)) return true;
  }
  // A property that turned out to be a method. The other way round only where a method that is not called would be noticed.
  const last = from ? (role === "compared" && !to ? from : undefined) : to;
  if (last?.kind === "call" && beforeRest.length + afterRest.length === 0) {
    return asCall(last.call)?.arguments.length === 0;
  }
  if (slips === 0) return false;
  if (to?.kind === "attribute" && maySlip(to.name, afterRest.length, role)) {
    if (sameSegments(before, afterRest, role, likeness, slips - 1)) return true;
  }
  return (
    from?.kind === "attribute" &&
    maySlip(from.name, beforeRest.length, role) &&
    sameSegments(beforeRest, after, role, likeness, slips - 1)
  );
}

/** One attribute on the way may come or go; the last one says what is checked. */
function maySlip(name: string, following: number, role: Role): boolean {
  if (isDesiredState(name)) return false;
  return role === "passed" || (following > 0 && HANDLES.has(name));
}

function sameSegment(before: Segment, after: Segment, role: Role, likeness: Likeness): boolean {
  if (before.kind === "attribute" && after.kind === "attribute") {
    if (before.name === after.name) return true;
    const alike =
      likeness.alike(before.name, after.name) ||
      (role === "compared" && isMoreExact(before.name, after.name));
    return alike && !isDesiredState(after.name);
  }
  if (before.kind === "index" && after.kind === "index") {
    return sameValue(before.index, after.index, role, likeness);
  }
  if (before.kind !== "call" || after.kind !== "call") return false;
  const from = asCall(before.call);
  const to = asCall(after.call);
  const same: SameValue = (one, other, as) => sameValue(one, other, as, likeness);
  return from !== null && to !== null && compareArguments(from, to, "value", same).length === 0;
}

/** Spelling alone, with the replacements a caller has evidence for. */
export function likenessOf(replaced: readonly { from: string; to: string }[]): Likeness {
  const answers = new Map<string, boolean>();
  return {
    alike: (from, to) =>
      spelledAlike(from, to) || replaced.some((pair) => pair.from === from && pair.to === to),
    remember: (question, answer) => {
      const known = answers.get(question) ?? answer();
      answers.set(question, known);
      return known;
    },
  };
}
