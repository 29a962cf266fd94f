import { normalText } from "../../../description/normal.ts";
import type { Scenario } from "../../../plan/model.ts";

/** One line of visible text; that a scenario is negative is said elsewhere. */
export const plain = (text: string): string =>
  normalText(normalText(text).replace(/\[\s*negative\s*\]/gi, " "))
    .replace(/(?<=\w)’(?=\w)/g, "'")
    .replace(/\[\^[\w-]+\]|(?<=\w)[†‡]/g, "");

/** "(deferred to 5.2)": what somebody says of the scenario, not of the product. */
const ASIDE =
  /\s\(((?:deferred|postponed|planned|scheduled|blocked|tracked)\s(?:to|until|till|for|by|in)\s[^()]*)\)/i;

/** The words that a scenario is read from. */
export const visible = ({ text, story }: Pick<Scenario, "text" | "story">): string =>
  (text.includes("(") ? plain(text).replace(ASIDE, "") : plain(text)) || plain(story);

/** What the scenario says of itself behind its sentence, or null. */
export const asideIn = ({ text }: Pick<Scenario, "text">): string | null =>
  text.includes("(") ? (ASIDE.exec(plain(text))?.[1] ?? null) : null;
