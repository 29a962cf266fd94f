import { capital } from "../words.ts";
import { FINITE, THIRD } from "./clauses.ts";
import { masked, predicateOf } from "./finite.ts";

const NOT_ADJECTIVE =
  "of|to|with|in|on|and|or|for|from|between|by|is|are|can|an?|the|that|which|another|via|using|new|same|different|another";
/** What tells which machine is meant, up to the verb. */
const told = (finite: string): string =>
  String.raw`\s(?:connected|attached|configured|created|running|based|scheduled|that (?:is|are|has|have|was|were)|with|without|of (?:the )?type|of (?:the|an?) (?=(?:[\w.-]+\s){1,3}?(?:profile|type|family)\b))\s?(?<=\s)(?:(?!\s(?:${finite}|live|cold)\b)[^,;]|\s(?:that|which)\s(?:${finite})\b){1,120}?(?<!\s(?:that|which))`;
const end = (finite: string): string =>
  String.raw`(?=\s(?:${finite}|live|cold|after|when|while|once|upon|by|if|during|to|using|and|or(?!\s(?:less|more|fewer|higher|lower)\b))\b|[,;]|$)`;
const INTRODUCED = new RegExp(
  String.raw`\b(an?|any|one|two|three|four|multiple|several)\s+(?:(?!(?:${NOT_ADJECTIVE})\b)[\w./-]+\s+){0,4}(?:(?:vm|virtual machine)\b(?:${told(THIRD)})?${end(THIRD)}|(?:vms|virtual machines)\b(?:${told(FINITE)})?${end(FINITE)})`,
  "gi",
);
const SEVERAL = /^\S+\s+(?:[\w./-]+\s+){0,4}?(?:vms|virtual machines)\b/i;

/** "VM with two disks", at the start of a sentence. */
const BARE = new RegExp(
  String.raw`^(?:(vm|virtual machine)\b${told(THIRD)}|(vms|virtual machines)\b${told(FINITE)})$`,
  "i",
);

export interface Introduction {
  /** What must be there before the test: `UDN VM connected via EVPN`. */
  readonly given: readonly string[];
  /** The sentence, in which a single machine is "the VM" from here on. */
  readonly text: string;
}

/** The machines that a sentence introduces ("a UDN VM connected via EVPN", "two VMs"): what the test starts from. */
export function introduced(text: string): Introduction {
  const subject = predicateOf(text)?.subject ?? "";
  const parts = [
    { part: text.slice(0, subject.length), offset: 0 },
    { part: text.slice(subject.length), offset: subject.length },
  ];
  // Most texts speak of no machine.
  const found = (/vm|virtual machine/i.test(text) ? parts : [])
    .flatMap(({ part, offset }) =>
      // What stands in brackets is never cut.
      [...masked(part).matchAll(INTRODUCED)].map((match) => ({ match, at: match.index + offset })),
    )
    .filter(
      ({ at }) =>
        !/\b(?:creat\w+|deploy\w*|another|than|at (?:least|most)|only|up to)\s$/i.test(text.slice(0, at)),
    );
  const [only] = found;
  if (only === undefined) return bare(text, subject);
  const given = found.map(({ match: [whole, article = ""], at }) => {
    const said = text.slice(at, at + whole.length);
    return capital(/^(?:an?|any|one)$/i.test(article) ? said.slice(article.length).trim() : said);
  });
  const [whole, article = ""] = only.match;
  const single = /^an?$/i.test(article) && !SEVERAL.test(whole);
  if (found.length > 1 || !(single || /^(?:two|three|four|multiple|several)$/i.test(article)))
    return { given, text };
  const known = single ? "the VM" : "the VMs";
  return { given, text: text.slice(0, only.at) + known + text.slice(only.at + whole.length) };
}

function bare(text: string, subject: string): Introduction {
  const found = BARE.exec(subject);
  if (found === null) return { given: [], text };
  const known = found[2] !== undefined ? "the VMs" : "the VM";
  return { given: [capital(found[0])], text: known + text.slice(found[0].length) };
}
