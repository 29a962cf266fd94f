import type { Scenario } from "../../../plan/model.ts";

/** Words by which a plan says that what is done is not allowed, or what is given not accepted. */
const INADMISSIBLE =
  /\b(?:wrong|invalid|illegal|malformed|forbidden|unauthori[sz]ed|expired|unknown|unsupported|incompatible|nonsense|corrupt(?:ed)?|(?:above|beyond|over|below) (?:the|its|their) (?:maximum|minimum|limits?|quotas?|capacity)|above its|(?:of|from|to|in) another (?:user|project|namespace|tenant|owner)|(?:another|somebody else|someone else) ?[\w-]*'s|that (?:is no |(?:does|is|was|has)(?: not|n't) )|without (?:the |any |a )?(?:permissions?|privileges?|rights?|quota|the old one|approval))\b/i;

/** "a wrong password", "a VM of another project", "a key that is no key": whether it must succeed, the words do not say. */
export const isInadmissible = (text: string): boolean => INADMISSIBLE.test(text);

const SUCCEEDS = /^(?!Validation of ).*\s(?:succeeds?|completes?)$/i;

/** Success that the rules only guessed, of something that may well have to be refused. */
export function isGuessed(
  outcomes: readonly { readonly expected: string }[],
  { negative, expected }: Pick<Scenario, "negative" | "expected">,
  text: string,
): boolean {
  if (negative || expected.length > 0 || !isInadmissible(text)) return false;
  return outcomes.some((one) => SUCCEEDS.test(one.expected)) && !/\bsucceed|\bcan\b/i.test(text);
}
