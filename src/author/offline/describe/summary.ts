import { snakeCase, tidy, uncapital } from "../words.ts";
import { LEAD } from "./sentences.ts";

/** Things of which a plan speaks without an article: "Snapshot is ready". */
const BARE =
  /^(?:(?:vm|virtual machine|snapshot|disk|guest|volume|node|pod|clone|namespace|claim|pvc|template|interface|alert|watchdog|process|image|backup|request|boot id|host name|status|node of|restore of|snapshot of|clone of)\b)(?! (?:and|or)\b)/i;

/** The docstring's first line. */
export function summaryOf(about: string): string {
  const clause = tidy(tidy(about).replace(LEAD, ""));
  const words = /^[A-Z](?:[a-z]|\s)/.test(clause) ? uncapital(clause) : clause;
  return `Test that ${BARE.test(words) ? "the " : ""}${words}.`;
}

const LIMIT = 68;
/** A name that is cut short does not end on one of these. */
const DANGLING =
  /(?:_(?:and|or|the|an?|of|to|for|with|without|in|on|by|at|from|between|that|which|is|are|as|its|when|after|via|using|into|over|than|not|no|does|do|can))+$/;

/** `test_vm_is_running_after_a_reset`, unique among the names; `names` counts how often each was wanted. */
export function testName(summary: string, names: Map<string, number>): string {
  const about = summary.replace(/^Test that /, "").replace(/ in this negative scenario\.$/, "");
  const [, quoted] = /^the outcome matches the plan: "(.*)/i.exec(about) ?? [];
  const words = (quoted?.replace(LEAD, "") ?? about).replace(/^(?:the|an?) /i, "");
  const cut = snakeCase(words, LIMIT);
  const base = `test_${(cut.length < snakeCase(words, LIMIT * 4).length ? cut.replace(DANGLING, "") : cut) || "scenario"}`;
  let count = names.get(base) ?? 1;
  let name = base;
  for (; names.has(name); count += 1) name = `${base}_${count + 1}`;
  names.set(base, count);
  if (name !== base) names.set(name, 1);
  return name;
}
