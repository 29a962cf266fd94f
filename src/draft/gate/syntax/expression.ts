import { createHash } from "node:crypto";

/**
 * A Python expression as plain data, normalised: comments, layout, quotes, parentheses and the way a number is written
 * are gone. Two expressions mean the same when their `key` is the same.
 */
export interface Expr {
  readonly kind: ExprKind;
  /** Name, attribute, operator, literal: what `kind` says. */
  readonly value: string;
  readonly parts: readonly Expr[];
  readonly key: string;
  /** Number of nodes, to keep values from growing without bound when they are put in place of names. */
  readonly size: number;
  /** As written, for messages. */
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

export type ExprKind =
  | "name" // value: the name; imported names carry what they were imported as
  | "parameter" // value: the parameter's name
  | "own" // value: a function or class of this file
  | "module" // value: dotted module path
  | "string" // value: decoded
  | "bytes"
  | "number"
  | "constant" // True, False, None, Ellipsis
  | "fstring" // parts: strings and interpolations
  | "interpolation" // value: conversion and format
  | "attribute" // value: attribute, parts: [object]
  | "call" // parts: [function, ...arguments]
  | "argument" // value: keyword, "", "*" or "**"; parts: [value]
  | "subscript" // parts: [object, ...indices]
  | "slice"
  | "compare" // value: operator, parts: [left, right]
  | "and"
  | "or"
  | "not"
  | "unary"
  | "binary"
  | "conditional" // parts: [then, condition, else]
  | "lambda" // parts: [body]
  | "comprehension" // value: list, set, dict or generator
  | "clause" // value: for or if, of a comprehension
  | "tuple"
  | "list"
  | "set"
  | "dict"
  | "pair"
  | "star" // value: * or **
  | "walrus" // value: name
  | "await"
  | "yield"
  | "bound" // value: how a name got its value without an expression of its own (each, entered, caught, …)
  | "captured" // value: what was done since, parts: [expression read before that]
  | "other";

export interface Origin {
  readonly text: string;
  readonly line: number;
}

/** A longer key is replaced by its digest, so that keys of keys do not grow without bound. */
const LONGEST_KEY = 4_000;

export function makeExpr(kind: ExprKind, value: string, parts: readonly Expr[], origin: Origin): Expr {
  const full = `${kind}${JSON.stringify(value)}(${parts.map((part) => part.key).join(",")})`;
  const size = parts.reduce((sum, part) => sum + part.size, 1);
  const key = full.length > LONGEST_KEY ? `#${digest(full)}` : full;
  return { kind, value, parts, key, size, text: origin.text, line: origin.line };
}

export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The same expression, reading `part` for each of its parts; itself when nothing changed. */
export function mapParts(expr: Expr, map: (part: Expr) => Expr): Expr {
  const parts = expr.parts.map(map);
  return parts.every((part, index) => part === expr.parts[index])
    ? expr
    : makeExpr(expr.kind, expr.value, parts, expr);
}

export function isLiteral(expr: Expr): boolean {
  return ["string", "bytes", "number", "constant"].includes(expr.kind);
}

/** True for `True`, `None`, … by name. */
export function isConstant(expr: Expr | undefined, name: string): boolean {
  return expr?.kind === "constant" && expr.value === name;
}

/** Every expression inside, itself first. */
export function* walk(expr: Expr): Generator<Expr> {
  yield expr;
  for (const part of expr.parts) yield* walk(part);
}

/** `a.b.c` for a chain of names, or null. */
export function dotted(expr: Expr): string | null {
  if (["name", "own", "module", "parameter"].includes(expr.kind)) return expr.value;
  const [object] = expr.parts;
  if (expr.kind !== "attribute" || !object) return null;
  const prefix = dotted(object);
  return prefix === null ? null : `${prefix}.${expr.value}`;
}

/** Function, positional and named arguments of a call. */
export interface Call {
  readonly callee: Expr;
  readonly arguments: readonly Argument[];
}

export interface Argument {
  /** "" when positional, "*" and "**" when spread. */
  readonly keyword: string;
  readonly value: Expr;
}

/** Null when the expression is no call. */
export function asCall(expr: Expr | undefined): Call | null {
  const callee = expr?.parts[0];
  if (expr?.kind !== "call" || !callee) return null;
  const args = expr.parts.slice(1).flatMap((part): Argument[] => {
    const value = part.parts[0];
    return value ? [{ keyword: part.value, value }] : [];
  });
  return { callee, arguments: args };
}

/** Last name of what is called: `reset` of `vm.vmi.reset()`; "" when it has none. */
export function calledName(call: Call): string {
  return call.callee.kind === "attribute" || dotted(call.callee) !== null
    ? (call.callee.value.split(".").at(-1) ?? "")
    : "";
}
