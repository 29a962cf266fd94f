import { alternatives, bareName, splitTop } from "../../../suite/types.ts";
import type { Catalogue } from "./catalogue.ts";

/** A `timedelta` is none of them: how long something has lasted is another one each time. */
const PLAIN = new Set(
  "str int float bool bytes complex Decimal datetime date time IPv4Address IPv6Address UUID Path PurePath None".split(
    " ",
  ),
);
const COLLECTIONS = new Set(
  "list dict set frozenset tuple List Dict Set FrozenSet Tuple Sequence Mapping Counter".split(" "),
);

/** The type holds several values: `list[str]`, `dict[str, int]`. */
export const isCollection = (type: string): boolean => COLLECTIONS.has(bareName(type));

/**
 * Whether two values of the type are equal when they say the same. Objects that Python compares by identity never are,
 * and neither is a collection whose elements are not known.
 */
export function isComparable(type: string, catalogue: Catalogue): boolean {
  const name = bareName(type);
  if (PLAIN.has(name)) return true;
  if (isCollection(type)) {
    const inner = /\[([\s\S]*)\]$/.exec(type.trim())?.[1] ?? "";
    const elements = splitTop(inner, ",").filter((one) => one !== "...");
    return (
      elements.length > 0 &&
      elements.every((one) => alternatives(one).every((alternative) => isComparable(alternative, catalogue)))
    );
  }
  return catalogue
    .lineage(name)
    .some((one) => catalogue.classes.get(one)?.comparable === true || /Enum$/.test(one));
}
