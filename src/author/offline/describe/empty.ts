import type { Scenario } from "../../../plan/model.ts";
import { visible } from "./visible.ts";

const ID = /^\[?[A-Za-z]{2,}[A-Za-z0-9]*-\d+\]?$/;
const PLACEHOLDER = /^(?:\[[^\]]{0,60}\]|<[^>]{0,60}>|\{[^}]{0,60}\}|tbd|todo|n\/?a)$/i;
const NUMBERED =
  /^(?:test )?(?:scenarios?|cases?|tests?|tc|ts)\s?[#-]?\s?\d+(?:\s?(?:,|and|&|[-–])\s?(?:scenarios?\s)?\d+)*$/i;

/** What is longer says something. */
const LONGEST = 80;

/** Why nothing can be shown of a scenario whose words only point elsewhere; null when they say something. */
export function saysNothing(scenario: Scenario): string | null {
  if (scenario.steps.length + scenario.expected.length > 0 || scenario.text.length > LONGEST) return null;
  const text = visible(scenario);
  if (ID.test(text)) return "its text is only an id";
  if (PLACEHOLDER.test(text)) return "its text is only a placeholder";
  return NUMBERED.test(text) ? "its text only names other scenarios" : null;
}
