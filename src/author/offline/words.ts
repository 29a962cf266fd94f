/** Turns prose and identifiers into comparable word stems. */

/** Phrases that mean one thing in this field, folded before splitting into words. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bvirtual[ -]machine[ -]instances?\b|\bvirtual_machine_instances?\b|\bvmis\b/g, "vmi"],
  [/\bvirtual[ -]machines?\b|\bvirtual_machines?\b|\bvms\b/g, "vm"],
  [/\blive[ -]migrat/g, "migrat"],
  [/\bpower(?:ed|s|ing)?[ -]off\b|\bshut(?:s|ting)?[ -]?down\b/g, "stop"],
  [/\bpower(?:ed|s|ing)?[ -]on\b/g, "start"],
  [/\bnon-?admin\b|\bnon-?privileged\b|\bregular user\b/g, "unprivileged user"],
  [/\b(?:taking|take|takes|taken|make|makes|making|perform|performs|performing)\b/g, "create"],
  [/\bguest (?:os|operating system)\b/g, "guest"],
  [/\bstorage class(es)?\b/g, "storageclass"],
  [/\bip address(es)?\b/g, "ip"],
  [/\bboot[ -]id\b|\bboot_id\b/g, "boot id"],
];

const STOP_WORDS = new Set(
  (
    "a an the of for to in on at by with without from into onto as and or if is are was were be been being it its that this " +
    "these those there then than so such via per using use uses used any all each every same can will shall should must may " +
    "do does did has have had he she they them their our your user's when while after before during once until acted accessed seen"
  ).split(" "),
);

/** Stems in order, stop words left out: `"Resetting the virtual machine"` gives `["reset", "vm"]`. */
export function stems(text: string): string[] {
  let folded = splitIdentifiers(text)
    .toLowerCase()
    .replaceAll(/[’']s\b/g, "");
  for (const [pattern, replacement] of PHRASES) folded = folded.replaceAll(pattern, replacement);
  return folded
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !STOP_WORDS.has(word))
    .map(stem);
}

/** `getGuestBootID` and `get_guest_boot_id` both become words. */
const splitIdentifiers = (text: string): string =>
  text
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .replaceAll("_", " ");

/** A light English stemmer: enough to make `restoring`, `restored` and `restore` one word, always the same way. */
export function stem(word: string): string {
  let result = word;
  if (result.length > 3) {
    result = result
      .replace(/ies$/, "y")
      .replace(/(?<=[a-z]{2}(?:ss|sh|ch|x))es$/, "")
      .replace(/(?<=[a-z]{2}[^s])s$/, "")
      .replace(/(?<=[a-z]{3})ations?$/, "at")
      .replace(/(?<=[a-z]{3})ion$/, "")
      .replace(/(?<=[a-z]{2})(?:ing|ed)$/, "");
  }
  if (result.length > 3) result = result.replace(/e$/, "");
  return result.replace(/([bdfglmnprt])\1$/, "$1");
}

/** lower_snake_case name from prose, at most `limit` characters, cut at a word. */
export function snakeCase(text: string, limit = 70): string {
  const words = splitIdentifiers(text)
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[’']/g, "")
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
  snakeCase(text, limit)
    .split("_")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
