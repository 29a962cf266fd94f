import { capital } from "../words.ts";
import { FINITE } from "./clauses.ts";

const NOT_ADJECTIVE =
  "of|to|with|in|on|and|or|for|from|between|by|is|are|can|an?|the|that|which|another|via|using|new|same|different|another";
const TAIL = String.raw`(?:\s(?:connected|attached|configured|created|running|based|scheduled|that (?:is|are|has|have|was|were)|with|without)\s(?:(?!\s(?:${FINITE}|live|cold)\b)[^,;]){1,120}?)?`;
const INTRODUCED = new RegExp(
  String.raw`\b(an?|any|one|two|three|four|multiple|several)\s+((?:(?!(?:${NOT_ADJECTIVE})\b)[\w./-]+\s+){0,4})(vms?|virtual machines?)\b(${TAIL})(?=\s(?:${FINITE}|live|cold|after|when|while|once|upon|by|if|during|to|using|and|or)\b|[,;]|$)`,
  "gi",
);

/** "VM with two disks", at the start of a sentence. */
const BARE = new RegExp(
  String.raw`^(vms?|virtual machines?)\b(${TAIL.slice(0, -1)})(?=\s(?:${FINITE}|live|cold)\b)`,
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
  const found = [...text.matchAll(INTRODUCED)].filter(
    ({ index }) => !/\b(?:creat\w+|deploy\w*|another)\s$/i.test(text.slice(0, index)),
  );
  const given = found.map(([whole, article = ""]) =>
    capital(/^(?:an?|any|one)$/i.test(article) ? whole.slice(article.length).trim() : whole),
  );
  const bare = given.length === 0 ? BARE.exec(text) : null;
  if (bare !== null) {
    const many = /s$/i.test(bare[1] ?? "");
    return { given: [capital(bare[0])], text: `the ${many ? "VMs" : "VM"}${text.slice(bare[0].length)}` };
  }
  const [only] = found;
  const several =
    only !== undefined && found.length === 1 && /^(?:two|three|four|multiple|several)$/i.test(only[1] ?? "");
  const singular =
    only !== undefined && found.length === 1 && /^an?$/i.test(only[1] ?? "") && !/s$/i.test(only[3] ?? "");
  if (!(singular || several) || only === undefined) return { given, text };
  return {
    given,
    text: `${text.slice(0, only.index)}${several ? "the VMs" : "the VM"}${text.slice(only.index + only[0].length)}`,
  };
}
