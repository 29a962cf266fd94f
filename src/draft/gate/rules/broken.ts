import type { GateReason } from "../../model.ts";
import type { FileView } from "../file-view.ts";
import { reason } from "../judgement.ts";
import { sharedWords } from "../spelling.ts";
import { normaliseText } from "../syntax/source.ts";

/** Lines that carry a promise of the test. */
const PROMISE =
  /^(assert\b|(async )?def test|class Test|with .*\braises\(|(return |\w+ = )?(await )?[\w.]*\b(wait|verify|assert|check|validate|expect|ensure)\w*\()/;

/** Lines that can take a promise back. */
const ESCAPE =
  /^(try|except|finally|if|elif|else|while|for|with|return|raise|break|continue|yield)\b|skip|xfail|suppress/;

/** Lines that promise nothing. */
const IDLE = /^(#|import\b|from\b|$)/;

/** From this share of common words on, one line is another one mended. */
const MENDED = 60;

/**
 * An edit of a file that was no Python: with no tree to compare, every line that asserts, expects, waits, describes or
 * defines a test must still be there word for word, every other line must still be there at least in a mended form, and no
 * line that could get round one may have come.
 */
export function judgeRepair(before: FileView, after: FileView): GateReason[] {
  const from = linesOf(before.content);
  const to = linesOf(after.content);
  const lost = without(from, to);
  const gained = without(to, from);
  return [
    ...lost.flatMap(({ text, line, quoted }) => {
      if (quoted) return [reason("docstring-changed", `\`${text}\` was removed or changed`, line)];
      if (PROMISE.test(text))
        return [reason("assertion-removed", `\`${text}\` was removed or changed`, line)];
      const mended = IDLE.test(text) || gained.some((other) => sharedWords(text, other.text) >= MENDED);
      return mended ? [] : [reason("step-removed", `\`${text}\` was removed`, line)];
    }),
    ...gained
      .filter(({ text, quoted }) => !quoted && ESCAPE.test(text))
      .map(({ text }) =>
        reason("control-flow-added", `\`${text}\` was added while the file was not valid Python`, 0),
      ),
  ];
}

interface Line {
  readonly text: string;
  readonly line: number;
  /** Inside triple quotes. */
  readonly quoted: boolean;
}

/** Lines that are not among `others`, each as often as it is missing. */
function without(lines: readonly Line[], others: readonly Line[]): Line[] {
  const remaining = others.map((line) => line.text);
  return lines.filter(({ text }) => {
    const index = remaining.indexOf(text);
    if (index >= 0) remaining.splice(index, 1);
    return index < 0;
  });
}

function linesOf(content: string): Line[] {
  let quoted = false;
  return normaliseText(content)
    .split("\n")
    .map((raw, index) => {
      const text = raw.replace(/\s+/g, " ").trim();
      const quotes = text.match(/"""|'''/g)?.length ?? 0;
      const inside = quoted || quotes > 0;
      if (quotes % 2 === 1) quoted = !quoted;
      return { text, line: index + 1, quoted: inside };
    });
}
