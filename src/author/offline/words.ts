import { remembered } from "./remembered.ts";

/** Turns prose and identifiers into comparable word stems. */

const TAKES = "(?:taking|takes?|taken|makes?|making|made|perform(?:s|ing|ed)?)";
const COPIES = "(?:snapshots?|backups?|checkpoints?|dumps?)";

/** Phrases that mean one thing in this field, folded before splitting into words. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bvirtual[ -]machine[ -]instances?\b|\bvmis\b/g, "vmi"],
  // One machine is not several: "running VMs" must not be taken for a running VM.
  [/\bvirtual[ -]machines\b|\bvms\b/g, "vm several"],
  [/\bvirtual[ -]machine\b/g, "vm"],
  [/\blive[ -]migrat/g, "migrat"],
  [/\bhot[ -]?(un)?plug/g, "$1plug"],
  [/\bpower(?:ed|s|ing)?[ -]off\b|\bshut(?:s|ting)?[ -]?down\b/g, "stop"],
  [/\bpower(?:ed|s|ing)?[ -]on\b/g, "start"],
  [/\bhalted (?=vm|virtual)/g, "stopped "],
  [/\busers? without (?:the |any )?(?:permission|privilege|right)s?\b/g, "unprivileged user"],
  [/\bnon-?admin\b|\bnon-?privileged\b|\bregular user\b/g, "unprivileged user"],
  // A snapshot is taken; whatever else is taken or made is something of its own.
  [new RegExp(String.raw`\b${TAKES}(?=(?:\s[\w-]+){0,3}?\s${COPIES}\b)`, "g"), "create"],
  [
    new RegExp(
      String.raw`(?<=\b${COPIES}\b(?:\s[\w-]+){0,6}\s(?:is|are|was|were|be|been|being|cannot be)\s)${TAKES}\b`,
      "g",
    ),
    "create",
  ],
  // The name of the operating system is not that of the guest.
  [/\bguest (?:os|operating system)\b(?! (?:names?|versions?|releases?|ids?|kinds?|types?)\b)/g, "guest"],
  // What holds on is one word too: a state that is reached is less than one that is kept.
  [/\b(?:still|stay(?:s|ed)?|remain(?:s|ed)?|keep(?:s|ing)?|kept)\b/g, "stay"],
  [/\bhost[ -]?names?\b/g, "hostname"],
  [/\bstorage class(es)?\b/g, "storageclass"],
  [/\bip address(es)?\b/g, "ip"],
  [/\bnumber of\b/g, "count"],
  // Whatever says no is one word: a negation must never be lost, however it is put.
  [/\bno longer\b|\bcannot\b|\b(?:no|never|none|neither|nor|without|nothing)\b|n[’']t\b/g, " not "],
];

const NUMBERS = new Map(
  ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"].map(
    (word, value) => [word, String(value)] as const,
  ),
);
// "the one before" counts nothing.
NUMBERS.delete("one");

const STOP_WORDS = new Set(
  (
    "a an the of for to in on at by with from into onto as and or if is are was were be been being it its that this " +
    "these those there then than so such via per using use uses used any can will shall should must may " +
    "do does did has have had he she they them their our your user's when while after before during once until acted accessed seen printable"
  ).split(" "),
);

/** The stem that stands for every negation. */
export const NOT = "not";

/** Stems in order, stop words left out: `"Resetting the virtual machine"` gives `["reset", "vm"]`. */
export function stems(text: string): string[] {
  let folded = splitIdentifiers(text)
    .toLowerCase()
    .replaceAll(/[’']s\b/g, "");
  for (const [pattern, replacement] of PHRASES) folded = folded.replaceAll(pattern, replacement);
  return folded
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !STOP_WORDS.has(word))
    .map((word) => NUMBERS.get(word) ?? stem(word));
}

/** `getGuestBootID` and `get_guest_boot_id` both become words. */
const splitIdentifiers = (text: string): string =>
  text
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    // "VMs" is a plural, not "V Ms".
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})(?=\p{L})/gu, "$1 $2")
    .replaceAll("_", " ");

/** A light English stemmer: enough to make `restoring`, `restored` and `restore` one word, always the same way. */
export function stem(word: string): string {
  let result = word;
  if (result.length > 3) {
    result = result
      .replace(/ies$/, "y")
      .replace(/(?<=[a-z]{4})ly$/, "")
      .replace(/(?<=[a-z]{2}(?:ss|sh|ch|x))es$/, "")
      .replace(/(?<=[a-z]{2}[^s])s$/, "")
      .replace(/(?<=[a-z]{3})ations?$/, "at")
      .replace(/(?<=[a-z]{3})ion$/, "")
      .replace(/(?<=[a-z]{2})(?:ing|ed)$/, "");
  }
  if (result.length > 3) result = result.replace(/e$/, "");
  return result.replace(/([bdfglmnprt])\1$/, "$1");
}

/** The words of a text that have one of the stems, for a reader. */
export const wordsFor = (text: string, stemmed: readonly string[]): string[] => [
  ...new Set(
    text
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => stems(word).some((one) => stemmed.includes(one)))
      .map((word) => JSON.stringify(word)),
  ),
];

/** The text says that something is not so. Words in quotes are values and say nothing. */
export const isNegated = remembered((text) => stems(withoutQuotes(text)).includes(NOT));

const CONDITION = /\b(?:when|whenever|while|after|before|during|until|unless|once|if|or)\b/i;

/** The text holds only at some time or under some condition, which no single call looks at. */
export const isConditional = (text: string): boolean => CONDITION.test(withoutQuotes(text));

/** Text with its quoted values taken out. */
export const withoutQuotes = (text: string): string => text.replaceAll(/["“][^"“”]*["”]/g, " ");

/** Upper case first letter, unless the first word is a name with capitals inside: "storageClass" stays. */
export const capital = (text: string): string =>
  /^\p{Ll}+\p{Lu}/u.test(text) ? text : text.slice(0, 1).toUpperCase() + text.slice(1);

const NAMES = /^(?:Windows|Linux|Fedora|Ubuntu|Debian|Alpine|Kubernetes|Prometheus|Ceph|Intel|Arm)\b/;

/** Lower case first letter, unless the first word is a name: "VM", "BitLocker" and "Windows" stay. */
export const uncapital = (text: string): string =>
  NAMES.test(text)
    ? text
    : text.replace(/^\p{Lu}(?=\p{Ll}|\s)(?!\p{Ll}+\p{Lu})/u, (letter) => letter.toLowerCase());

/** One line: white space collapsed, without the full stop. */
export function tidy(text: string): string {
  const line = /[^\S ]| {2}/.test(text) ? text.replace(/\s+/g, " ").trim() : text.trim();
  let end = line.length;
  while (end > 0 && ".; ".includes(line.charAt(end - 1))) end -= 1;
  return line.slice(0, end);
}

/** lower_snake_case name from prose, at most `limit` characters, cut at a word. */
export function snakeCase(text: string, limit = 70): string {
  const words = splitIdentifiers(text)
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[’'\p{M}]/gu, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  let name = "";
  for (const word of words) {
    if (name !== "" && name.length + word.length + 1 > limit) break;
    name = name === "" ? word.slice(0, limit) : `${name}_${word}`;
  }
  return /^[0-9]/.test(name) ? `n${name}` : name;
}

/** `TestVmHardReset` from prose. */
export const camelCase = (text: string, limit = 60): string =>
  snakeCase(text, limit).split("_").map(capital).join("");
