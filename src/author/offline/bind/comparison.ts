import { alternatives } from "../../../suite/types.ts";
import { isConditional, isNegated } from "../words.ts";
import { bestOf } from "./calls.ts";
import { isCollection, isComparable } from "./comparable.ts";
import { speaksOfEvents } from "./event.ts";
import type { BindContext, Bound } from "./model.ts";
import { readers } from "./readers.ts";
import { type Scope, withFixturesOf } from "./scope.ts";
import { fString, localName, none, shown } from "./shown.ts";

const BEFORE = `(?: (?:from|than|as) (?:the one |the value )?before)?`;
const CHANGES = new RegExp(
  `^(.+?) (?:changes?|has changed|have changed|(?:is|are) (?:changed|different|new)|differs?|(?:is|are) not (?:the same|unchanged))${BEFORE}$`,
  "i",
);
const UNCHANGED = new RegExp(
  `^(.+?) (?:(?:is|are|stays?|remains?) (?:unchanged|preserved|kept|retained|the same)|(?:is|are|has|have) not changed|(?:does|do) not change|never changes?)${BEFORE}$`,
  "i",
);

/**
 * "Boot ID of the guest changes": read before the steps, read again, compare. Null when the outcome compares nothing.
 * @param entry what the test has in hand before its first step: what is compared must be read there
 */
export function bindComparison(
  text: string,
  { scope, entry }: { readonly scope: Scope; readonly entry: Scope },
  context: BindContext,
): Bound | null {
  const unchanged = UNCHANGED.exec(text)?.[1];
  const subject = unchanged ?? CHANGES.exec(text)?.[1];
  if (subject === undefined || isNegated(subject) || isConditional(subject)) return null;
  const changes = unchanged === undefined;
  // One look right after the steps does not show that nothing is written later.
  if (!changes && speaksOfEvents(subject)) return none(text, []);
  const calls = readers(subject, entry, context, {
    fits: (type) => isComparable(type, context.catalogue),
    byName: true,
  });
  const call = bestOf(calls);
  if (call === null) return none(text, calls);
  const name = localName(subject, scope, context);
  const message = fString(
    `${subject} ${changes ? "did not change" : "changed"}: `,
    `{${name}_before} -> {${name}_after}`,
  );
  const several = alternatives(call.helper.returns).some(isCollection);
  return shown(
    text,
    { ...call, scope: withFixturesOf(scope, call.scope) },
    [
      `${name}_after = ${call.expression}`,
      `assert ${name}_after ${changes ? "!=" : "=="} ${name}_before, ${message}`,
    ],
    [
      `${name}_before = ${call.expression}`,
      // Nothing before and nothing after would be unchanged, and prove nothing.
      ...(several && !changes
        ? [
            `assert ${name}_before, ${fString(`${subject}: there is nothing to keep`, "")}`.replace(
              ", f",
              ", ",
            ),
          ]
        : []),
    ],
  );
}
