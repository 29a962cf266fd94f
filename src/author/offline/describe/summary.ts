import { snakeCase, tidy, uncapital } from "../words.ts";
import { LEAD } from "./sentence.ts";

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
  /(?:_(?:and|or|the|an?|of|to|for|with|without|in|on|by|at|from|between|that|which|is|are|as|its|when|after|under|via|using|into|over|than|not|no|does|do|can|was|were|be|been|has|have|had|will|must|if|per|each|every|all|any|both|same|other|only|one|two|also|still|due|through|across|during|within|before|whose))+$/;

/** Where a phrase ends and the next begins; what is cut in two behind it goes. */
const JOINT =
  /^(.{30,})_(?:and|or|but|by|with|without|when|after|while|once|unless|until|because|that|which)_/;
const wholePhrases = (name: string): string => (JOINT.exec(name)?.[1] ?? name).replace(DANGLING, "");

/** Words with capitals inside that are one word all the same: vTPM, MiB, BitLocker. */
const ONE_WORD = /\b(?:[a-z]{1,2}[A-Z]{2,}|[KMGT]iB|BitLocker|KubeVirt|OpenShift|VirtIO|GitHub)\b/g;

/** Behind `test_` a name may begin with a digit. */
const snakeName = (words: string, limit: number): string =>
  snakeCase(
    words.replaceAll("ß", "ss").replace(ONE_WORD, (word) => word.toLowerCase()),
    limit,
  ).replace(/^n(?=\d)/, "");

/** `test_vm_is_running_after_a_reset`, unique among the names; `names` counts how often each was wanted. */
export function testName(summary: string, names: Map<string, number>): string {
  const about = summary.replace(/^Test that /, "").replace(/ in this negative scenario\.$/, "");
  const [, quoted] = /^the outcome matches the plan: "(.*)/i.exec(about) ?? [];
  const words = (quoted?.replace(LEAD, "") ?? about).replace(/^(?:the|an?) /i, "");
  const name = snakeName(words, LIMIT);
  const isCut = name.length < snakeName(words, LIMIT * 4).length;
  const base = `test_${(isCut ? wholePhrases(name) : name) || "scenario"}`;
  let count = names.get(base) ?? 1;
  let unique = base;
  for (; names.has(unique); count += 1) unique = `${base}_${count + 1}`;
  names.set(base, count);
  if (unique !== base) names.set(unique, 1);
  return unique;
}
