import type { Edit } from "../python/edits.ts";
import { ANY } from "./placeholders.ts";
import { eolOf, indentAt, Refusal, type Rewriting, refuseComments, renderExpression } from "./render.ts";
import type { Syntax } from "./syntax.ts";
import { isKeyword, keywordName } from "./unify.ts";

type Pair = readonly [wrong: Syntax, correct: Syntax];

/**
 * Edits that turn one argument list into another. Arguments that stay are edited in place by `rewrite`, new
 * keyword arguments go to the end; the list is written anew only when an argument leaves or positions change.
 */
export function rewriteArguments(
  wrong: Syntax,
  correct: Syntax,
  work: Rewriting,
  rewrite: (wrong: Syntax, correct: Syntax, parent: Syntax) => Edit[],
): Edit[] {
  const given = work.fit.nodes.get(wrong);
  if (!given) throw new Refusal("the arguments were not matched");
  const pairs = pairUp(wrong, correct);
  const added = correct.children.filter((child) => !pairs.some(([, paired]) => paired === child));
  if (pairs.length < wrong.children.length || !added.every(isKeyword))
    return [rewriteAll(given, correct, work)];
  const texts = added.map((argument) => renderExpression(argument, correct, work));
  return [
    ...pairs.flatMap(([before, after]) => rewrite(before, after, correct)),
    ...(texts.length > 0 ? [append(given, texts, work)] : []),
  ];
}

/** Keywords pair by name, positions by order, `...` by order. */
function pairUp(wrong: Syntax, correct: Syntax): Pair[] {
  const pairs: Pair[] = [];
  const groups = [isRest, (argument: Syntax) => !isRest(argument) && !isKeyword(argument)];
  for (const belongs of groups) {
    const after = correct.children.filter(belongs);
    wrong.children.filter(belongs).forEach((argument, index) => {
      const other = after[index];
      if (other) pairs.push([argument, other]);
    });
  }
  for (const argument of wrong.children.filter(isKeyword)) {
    const other = correct.children.find(
      (child) => isKeyword(child) && keywordName(child) === keywordName(argument),
    );
    if (other) pairs.push([argument, other]);
  }
  return pairs;
}

function isRest(argument: Syntax): boolean {
  return argument.type === ANY.arguments;
}

/** Appends arguments in the layout of the list: on lines of their own when its closing bracket stands alone. */
function append(given: Syntax, texts: readonly string[], { source }: Rewriting): Edit {
  const close = given.end - 1;
  const last = given.children.at(-1);
  if (!last) return { start: close, end: close, text: texts.join(", ") };
  const isAlone = source.slice(0, close).endsWith(`\n${indentAt(source, close)}`);
  const hasComma = /^\s*,/.test(source.slice(last.outer.end, close));
  if (isAlone && hasComma) {
    const indent = indentAt(source, last.outer.start);
    const lineStart = close - indentAt(source, close).length;
    const text = texts.map((argument) => `${indent}${argument},${eolOf(source)}`).join("");
    return { start: lineStart, end: lineStart, text };
  }
  const separator = isAlone ? `,${eolOf(source)}${indentAt(source, last.outer.start)}` : ", ";
  return { start: last.outer.end, end: last.outer.end, text: texts.map((text) => separator + text).join("") };
}

/** Positions, keywords, `**`. */
function rankOf({ type }: Syntax): number {
  return type === "keyword_argument" ? 1 : type === "dictionary_splat" ? 2 : 0;
}

function rewriteAll(given: Syntax, correct: Syntax, work: Rewriting): Edit {
  refuseComments(given, work.file);
  const { source, fit } = work;
  const items = correct.children.flatMap((argument) => {
    if (!isRest(argument)) return [{ node: argument, text: renderExpression(argument, correct, work) }];
    const kept = fit.rests.get(argument.token) ?? [];
    return kept.map((node) => ({ node, text: source.slice(node.outer.start, node.outer.end) }));
  });
  // Python wants positions before keywords, whatever `...` brought along.
  const sorted = items.toSorted((a, b) => rankOf(a.node) - rankOf(b.node));
  const moved = sorted.find((item, index) => item !== items[index] && given.children[index] !== item.node);
  if (moved && rankOf(moved.node) === 0) throw new Refusal("a positional argument would change its place");
  const texts = sorted.map((item) => item.text);
  const isMultiline = source.slice(given.start, given.end).includes("\n");
  if (!isMultiline) return { start: given.start, end: given.end, text: `(${texts.join(", ")})` };
  const outer = indentAt(source, given.start);
  const inner = indentAt(source, given.children[0]?.outer.start ?? given.start);
  const indent = inner.length > outer.length ? inner : `${outer}    `;
  const eol = eolOf(source);
  const lines = texts.map((text) => `${indent}${text},${eol}`).join("");
  return { start: given.start, end: given.end, text: `(${eol}${lines}${outer})` };
}
