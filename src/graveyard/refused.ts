import type { Lesson } from "./model.ts";
import type { Span, Syntax } from "./syntax.ts";

const WAITING = /\bwait(?:_\w+)?\b/;

/** The lesson teaches to wait for a result. */
export const teachesWaiting = ({ wrongCode, correctCode }: Lesson): boolean =>
  WAITING.test(correctCode) && !WAITING.test(wrongCode);

/** Bodies of `with pytest.raises(…)`: what stands there is refused, so there is no result to wait for. */
export const refusedBodies = (source: string, nodes: readonly Syntax[]): Span[] =>
  nodes
    .filter(({ type, start }) => type === "with_statement" && RAISES.test(source.slice(start, start + 40)))
    .flatMap(({ children }) => children.filter(({ type }) => type === "block"));

const RAISES = /^with\s*\(?\s*(?:pytest\s*\.\s*)?raises\b/;
