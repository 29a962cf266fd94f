import type { PythonParser } from "../../python/parser.ts";
import type { GateReason } from "../model.ts";
import type { FileView } from "./file-view.ts";
import type { Likeness } from "./same-value.ts";
import type { ConstantLookup } from "./syntax/constants.ts";

/** An exception to the rules that the caller has evidence for. */
export type Allowance =
  /** The product refuses with `to` what the test expects it to refuse with `from`; never a wider error. */
  | { readonly kind: "raises-type"; readonly nodeid: string; readonly from: string; readonly to: string }
  /** `to` is known to stand for `from`: the suite has no `from`, or a lesson of the team says so. */
  | { readonly kind: "name"; readonly from: string; readonly to: string };

/** Everything a rule may ask besides the file it judges. */
export interface Judgement {
  readonly python: PythonParser;
  readonly before: readonly FileView[];
  readonly after: readonly FileView[];
  readonly allow: readonly Allowance[];
  readonly exceptionBases: Readonly<Record<string, readonly string[]>>;
  /** Fixtures the suite offers; null when unknown. */
  readonly fixtures: ReadonlySet<string> | null;
  readonly likeness: Likeness;
  readonly constant: ConstantLookup;
}

/** A file and what it is to become. */
export interface FilePair {
  readonly before: FileView;
  readonly after: FileView;
}

export function reason(rule: string, message: string, line: number): GateReason {
  return { rule, message, line };
}

/** `file::Class::test`. */
export function nodeIdOf(path: string, qualname: string): string {
  return `${path}::${qualname.replaceAll(".", "::")}`;
}
