import type { GateReason } from "../../model.ts";
import type { FileView } from "../file-view.ts";
import { reason } from "../judgement.ts";
import { normaliseText } from "../syntax/source.ts";

/** Lines that carry a promise of the test. */
const PROMISE =
  /^(assert\b|(async )?def test|class Test|with .*\braises\(|(return |\w+ = )?(await )?[\w.]*\b(wait|verify|assert|check|validate|expect|ensure)\w*\()/;

/** Lines that can take a promise back. */
const ESCAPE =
  /^(try|except|finally|if|elif|else|while|for|with|return|raise|break|continue|yield)\b|skip|xfail|suppress/;

/**
 * An edit of a file that was no Python: with no tree to compare, every line that asserts, expects, waits or defines a test
 * must still be there word for word, and no line that could get round one may have come.
 */
export function judgeRepair(before: FileView, after: FileView): GateReason[] {
  const from = linesOf(before.content);
  const to = linesOf(after.content);
  const kept = to.map(({ text }) => text);
  const known = from.map(({ text }) => text);
  return [
    ...from
      .filter(({ text }) => PROMISE.test(text) && take(kept, text))
      .map(({ text, line }) => reason("assertion-removed", `\`${text}\` was removed or changed`, line)),
    ...to
      .filter(({ text }) => ESCAPE.test(text) && take(known, text))
      .map(({ text }) =>
        reason("control-flow-added", `\`${text}\` was added while the file was not valid Python`, 0),
      ),
  ];
}

/** Takes one copy of `text` out of `lines`; true when there was none. */
function take(lines: string[], text: string): boolean {
  const index = lines.indexOf(text);
  if (index >= 0) lines.splice(index, 1);
  return index < 0;
}

function linesOf(content: string): { text: string; line: number }[] {
  return normaliseText(content)
    .split("\n")
    .map((text, index) => ({ text: text.replace(/\s+/g, " ").trim(), line: index + 1 }));
}
