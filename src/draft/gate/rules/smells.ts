import type { GateReason } from "../../model.ts";
import { type Smell, smellsIn } from "../../smells.ts";
import type { FileView } from "../file-view.ts";
import { reason } from "../judgement.ts";

/** No test may come to prove less than before in a way that can be seen without comparing: one smell more is one too many. */
export function judgeSmells(before: FileView | null, after: FileView): GateReason[] {
  const known = before && !before.source.malformed ? smellsIn(before).filter(isCertain).map(identity) : [];
  return smellsIn(after)
    .filter(isCertain)
    .filter((smell) => {
      const index = known.indexOf(identity(smell));
      if (index >= 0) known.splice(index, 1);
      return index < 0;
    })
    .map(({ rule, message, test, line }) => {
      const place = before?.definitions.get(test.replaceAll("::", "."))?.function.line ?? 0;
      return reason(rule, `${message} (in \`${test}\`, line ${line} of the edit)`, place);
    });
}

const isCertain = (smell: Smell): boolean => smell.severity === "block";
const identity = ({ rule, test }: Smell): string => `${rule} ${test}`;
