import type { PythonModule } from "../python/module.ts";
import type { Use } from "../python/uses.ts";
import { bareName } from "./types.ts";

/** What one call sends to the cluster when nothing optional is given: at most one request, or several (or it waits). */
export type Requests = "one" | "several";

/** A file of the suite: what it defines, and what its functions use by the line of their `def`. */
export interface Source {
  readonly module: PythonModule;
  readonly uses: ReadonlyMap<number, readonly Use[]>;
}

const SENDS = /^(?:request|urlopen|send|post|put|patch|delete)$/;
/** Methods of objects that the suite does not define, such as those of a client library. */
const ACTS =
  /^(?:soft_)?(?:create|deploy|clean_up|replace|start|stop|restart|reset|reboot|pause|unpause|migrate|expand|restore|evict|scale|execute|add|remove)(?:_|$)/;
const WAITS = /^_?(?:wait|sleep|poll|retry|sample|until)(?:_|$)|^TimeoutSampler$|_with_retry$/;
const CLIENT = /client|session|http|^requests$|^api$|^self$/i;
const SEVERAL = 2;

/** A function or method with the class that has it, "" for none. */
interface Body {
  readonly owner: string;
  readonly property: boolean;
  readonly uses: readonly Use[];
}

/**
 * Counts the requests of a function by following the names it uses through the suite. A name that several classes have
 * counts as the one that sends most: too many is the safe mistake. What the suite does not define sends one, when its
 * name is that of an HTTP verb or of an action, else nothing that could be known.
 * @returns for what a function of the class `owner` ("" for none) uses
 */
export function countRequests(sources: readonly Source[]): (uses: readonly Use[], owner: string) => Requests {
  const bodies = bodiesOf(sources);
  const related = relatives(sources);
  const known = new Map<string, number>();

  const countUse = (use: Use, owner: string): number => {
    if (use.waits || (use.called && WAITS.test(use.name))) return SEVERAL;
    const sends = use.called && (SENDS.test(use.name) || (use.name === "get" && CLIENT.test(use.on)));
    const foreign = use.called && use.on !== "" && !bodies.has(use.name);
    const acts = sends || (foreign && ACTS.test(use.name));
    const count = acts ? 1 : use.name === "get" ? 0 : countNamed(use, owner);
    return use.repeated ? count * SEVERAL : count;
  };
  const countNamed = ({ name, on, called }: Use, owner: string): number => {
    const own = on === "self" || on === "cls" ? owner : null;
    const key = `${own ?? ""}:${name}:${called}`;
    const counted = known.get(key);
    if (counted !== undefined) return counted;
    // A name that leads back to itself adds nothing.
    known.set(key, 0);
    const matching = (bodies.get(name) ?? []).filter(
      (body) => body.property !== called && (own === null || related(own, body.owner)),
    );
    const count = Math.max(0, ...matching.map((body) => sum(body.uses, body.owner)));
    known.set(key, count);
    return count;
  };
  const sum = (uses: readonly Use[], owner: string): number =>
    Math.min(
      SEVERAL,
      uses.reduce((total, use) => total + countUse(use, owner), 0),
    );
  return (uses, owner) => (sum(uses, owner) >= SEVERAL ? "several" : "one");
}

export const ownerOf = (qualname: string): string => qualname.split(".").slice(0, -1).join(".");

function bodiesOf(sources: readonly Source[]): Map<string, Body[]> {
  const bodies = new Map<string, Body[]>();
  for (const { module, uses } of sources) {
    for (const { qualname, decorators, line } of module.functions) {
      const name = qualname.split(".").at(-1) ?? qualname;
      const property = decorators.some((text) => /(?:^|\.)(?:cached_)?property\b/.test(text));
      const body = { owner: ownerOf(qualname), property, uses: uses.get(line) ?? [] };
      bodies.set(name, [...(bodies.get(name) ?? []), body]);
    }
  }
  return bodies;
}

/** Whether what one class calls on itself may be found in another: the same one, a base or a subclass. */
function relatives(sources: readonly Source[]): (one: string, other: string) => boolean {
  const bases = new Map(
    sources.flatMap(({ module }) =>
      module.classes.map(({ name, bases: named }) => [name, named.map(bareName)] as const),
    ),
  );
  const above = (name: string, wanted: string, seen: readonly string[] = []): boolean =>
    name === wanted ||
    (!seen.includes(name) && (bases.get(name) ?? []).some((base) => above(base, wanted, [...seen, name])));
  return (one, other) => above(one, other) || above(other, one);
}
