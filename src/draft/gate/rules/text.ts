import type { GateReason } from "../../model.ts";
import type { FileView } from "../file-view.ts";
import { reason } from "../judgement.ts";

/** Comments that tell a checker to look away. */
const DIRECTIVE =
  /#\s*(type:\s*ignore|noqa|pyright:|pylint:|mypy:|flake8:|ruff:|pragma:\s*no\s*cover|nosec|fmt:\s*skip)/i;

const CODING = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

/** Characters that make text look other than it is, or that end a line unseen. */
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

/** What the text holds besides its program. `before` is "" for a new file. */
export function judgeText(before: string, after: FileView, commentsBefore: readonly string[]): GateReason[] {
  return [
    ...judgeDirectives(commentsBefore, after.source.comments),
    ...judgeEncoding(before, after.content),
    ...judgeHidden(before, after.content),
  ];
}

function judgeDirectives(before: readonly string[], after: readonly string[]): GateReason[] {
  const remaining = before.filter((comment) => DIRECTIVE.test(comment)).map(plain);
  return after
    .filter((comment) => {
      if (!DIRECTIVE.test(comment)) return false;
      const index = remaining.indexOf(plain(comment));
      if (index >= 0) remaining.splice(index, 1);
      return index < 0;
    })
    .map((comment) => reason("suppression-added", `\`${comment}\` was added, which hides a finding`, 0));
}

const plain = (comment: string): string => comment.replace(/\s+/g, "");

/** A declared encoding decides what the other bytes of the file mean. */
function judgeEncoding(before: string, after: string): GateReason[] {
  const declared = (text: string): string | undefined =>
    text
      .split("\n", 2)
      .map((line) => CODING.exec(line)?.[1]?.toLowerCase().replace(/_/g, "-"))
      .find((name) => name !== undefined);
  const encoding = declared(after);
  if (encoding === undefined || encoding === declared(before) || /^utf-?8$/.test(encoding)) return [];
  return [reason("hidden-character", `the encoding \`${encoding}\` was declared`, 0)];
}

function judgeHidden(before: string, after: string): GateReason[] {
  const lines = after.replace(/^\ufeff/, "").split("\n");
  return lines.flatMap((line, index) => {
    const found = HIDDEN.exec(line.replace(/[\t\r]/g, ""))?.[0];
    if (found === undefined || before.split("\n").includes(line)) return [];
    const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const message = `line ${index + 1} of the edit holds the invisible character U+${code}`;
    return [reason("hidden-character", message, 0)];
  });
}
