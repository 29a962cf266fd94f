import { remembered } from "../remembered.ts";
import { baseForm, isParticle, mannerOf } from "../verbs.ts";

/** Verbs that plans use of things rather than of people, beside those that every description knows how to do. */
const MORE =
  "accept access act admit affect aggregate allocate allow annotate announce answer appear arrive attempt authenticate " +
  "become begin belong bind block break bring browse calculate call capture carry catch cause cease choose clear click " +
  "close collect come communicate compare complete comply consume contain contend continue control convert count crash " +
  "create cut decrease default define degrade deny depend describe detect differ differentiate disappear discover display " +
  "download drop emit end enforce enter equal establish evaluate exceed execute exhaust exist expire expose fail fall " +
  "finish fire fit flow follow forward free function gain gate generate get give go grant grow handle hang happen have hibernate hold " +
  "honor ignore include indicate inherit inject insert interrupt join keep lack land last launch lead leak leave lift " +
  "limit list listen lock log look lose maintain manage mark match meet miss mutate name navigate need notify obey " +
  "observe occur offer operate override overrule overwrite own pass persist place point populate preserve prevent print process " +
  "produce progress propagate protect provide provision publish pull push put raise reach react read reappear reboot " +
  "rebuild receive reclaim recognise recognize reconcile reconnect record recreate redefine redeploy refer reflect refuse " +
  "register reject release reload remain repeat report require rerun reschedule resolve respect respond restrict result " +
  "retain retry return reuse revoke rotate route run say seal search see select serve share show sign skip sort specify spread " +
  "stay store stream submit succeed supersede support survive swap sync synchronize take terminate think time toggle " +
  "tolerate trace transfer transition trigger turn unblock unlock unseal unshare use validate verify view wait work";

const BASES = new Set(MORE.split(" "));

/** Forms of irregular verbs: base, third person, participle, gerund. */
const IRREGULAR = new Map(
  [
    "be is been being",
    "become becomes become becoming",
    "begin begins begun beginning",
    "bind binds bound binding",
    "break breaks broken breaking",
    "bring brings brought bringing",
    "catch catches caught catching",
    "choose chooses chosen choosing",
    "come comes come coming",
    "cut cuts cut cutting",
    "do does done doing",
    "fall falls fallen falling",
    "forbid forbids forbidden forbidding",
    "freeze freezes frozen freezing",
    "get gets got getting",
    "give gives given giving",
    "go goes gone going",
    "grow grows grown growing",
    "have has had having",
    "hold holds held holding",
    "keep keeps kept keeping",
    "lead leads led leading",
    "leave leaves left leaving",
    "lose loses lost losing",
    "make makes made making",
    "meet meets met meeting",
    "overwrite overwrites overwritten overwriting",
    "put puts put putting",
    "read reads read reading",
    "reset resets reset resetting",
    "run runs run running",
    "see sees seen seeing",
    "send sends sent sending",
    "set sets set setting",
    "show shows shown showing",
    "shrink shrinks shrunk shrinking",
    "shut shuts shut shutting",
    "spread spreads spread spreading",
    "take takes taken taking",
    "think thinks thought thinking",
    "unfreeze unfreezes unfrozen unfreezing",
    "write writes written writing",
  ].map((line) => {
    const [base = "", third = "", participle = "", gerund = ""] = line.split(" ");
    return [base, { third, participle, gerund }] as const;
  }),
);
const BASE_OF = new Map<string, string>();
for (const [base, { third, participle, gerund }] of IRREGULAR) {
  for (const form of [base, third, participle, gerund]) BASE_OF.set(form, base);
}
/** One consonant after one vowel that is stressed: `stop` gives `stopping`. */
const DOUBLES =
  /^(?:stop|drop|plug|unplug|hotplug|hotunplug|swap|cut|set|reset|run|get|put|map|snap|skip|submit|admit|commit|log|ship|trim)$/;
const FORMS = /(?:ing|ed|es|s)$/;

/** Base form of any verb that is known, in whatever form; null for other words. `fails` gives `fail`. */
export const verbOf = remembered((word: string): string | null => baseOf(word.toLowerCase()));

function baseOf(lower: string): string | null {
  if (/^re-\p{L}{3}/u.test(lower)) {
    const base = verbOf(lower.slice(3));
    return base === null ? null : `re-${base}`;
  }
  const irregular = BASE_OF.get(lower);
  if (irregular !== undefined) return irregular;
  if (BASES.has(lower)) return lower;
  const found = regular(lower) ?? (lower.startsWith("re") ? again(lower) : null);
  // Nouns such as "migration" are no form of a verb here.
  const noun = /(?:ion|ment|al)s$/.test(lower);
  return found ?? ((FORMS.test(lower) && !noun) || baseForm(lower) === lower ? baseForm(lower) : null);
}

/** `restores` and `re-enabled`: the verb with its prefix. */
function again(word: string): string | null {
  const base = regular(word.slice(2)) ?? (BASES.has(word.slice(2)) ? word.slice(2) : baseForm(word.slice(2)));
  return base === null || !(FORMS.test(word) || word.slice(2) === base) ? null : `re${base}`;
}

function regular(word: string): string | null {
  const stems = [
    word.replace(/ies$|ied$/, "y"),
    word.replace(/s$/, ""),
    word.replace(/es$/, ""),
    word.replace(/ed$/, ""),
    word.replace(/d$/, ""),
    word.replace(/ing$/, ""),
    word.replace(/ing$/, "e"),
    word.replace(/([bdglmnprt])\1(?:ed|ing)$/, "$1"),
  ];
  return stems.find((stem) => stem !== word && (BASES.has(stem) || baseForm(stem) === stem)) ?? null;
}

/** `stop` → `stopping`; a particle stays behind: `shutting down`. */
export const gerund = (verb: string): string =>
  inflect(verb, "gerund", (base) => `${trunk(base, "ing")}ing`).replace(/^hot(?=(?:un)?plug)/, "hot-");

/** `stop` → `stops` */
export const third = (verb: string): string =>
  inflect(verb, "third", (base) =>
    /[^aeiou]y$/.test(base)
      ? `${base.slice(0, -1)}ies`
      : `${base}${/(?:s|x|z|ch|sh|o)$/.test(base) ? "es" : "s"}`,
  );

/** `stop` → `stopped` */
export const participle = (verb: string): string =>
  inflect(verb, "participle", (base) =>
    /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${trunk(base, "ed")}ed`,
  );

function inflect(
  verb: string,
  form: "third" | "participle" | "gerund",
  regularly: (base: string) => string,
): string {
  const [base = "", ...rest] = verb.split(" ");
  const again = /^re-?/.exec(base)?.[0] ?? "";
  const prefix = IRREGULAR.has(base) || !IRREGULAR.has(base.slice(again.length)) ? "" : again;
  const known = IRREGULAR.get(base.slice(prefix.length));
  return [known ? prefix + known[form] : regularly(base), ...rest].join(" ");
}

function trunk(base: string, ending: "ing" | "ed"): string {
  if (DOUBLES.test(base)) return base + base.slice(-1);
  if (ending === "ing" && /ee$/.test(base)) return base;
  return base.replace(/e$/, "");
}

const SINGULAR_S = /(?:ss|us|is|series|news|access|status|dns|kubernetes|windows|always)$/i;
const AFTER_HEAD =
  /\s(?:of|with|without|within|in|on|for|from|to|between|at|by|under|over|via|using|during|that|which|who|whose|connected|created|limited)\s|\s\w{3,}ed\s(?:by|to|from|via)\s|\s(?:\w{2,}ed|made|built)$/i;

/** Several things or one: `the two VMs`, `IP and MAC` are several, `a VM with disks` is one. */
export function isPlural(noun: string): boolean {
  const [head = ""] = noun.slice(0, 300).split(AFTER_HEAD);
  if (/^(?:each|every|neither|one(?! or more\b)|an?)\s/i.test(head)) return false;
  if (/\sand\s/i.test(head) || /^(?:all|both|two|three|several|multiple|they|these|those)\b/i.test(head))
    return true;
  const last = /([\p{L}\p{N}-]+)\W*$/u.exec(head)?.[1] ?? "";
  if (last.includes("_") || /_\w*$/.test(head)) return false;
  return /\p{L}s$/u.test(last) && !SINGULAR_S.test(last);
}

/** Forms of verbs that only say which thing is meant: "existing disks". */
const ADJECTIVE =
  /^(?:existing|running|remaining|missing|following|pending|failing|resulting|corresponding|matching|underlying|conflicting|paused|stopped|supported|unsupported|expected|required|requested|specified|updated|given|used|named|shared|encrypted|protected|default)\s(?!an?\s|the\s|all\s)/i;

/** The order that words in any verb form begin with, and what follows: `re-enabling the role` → `re-enable`, `the role`. */
export interface Phrase {
  /** How it is done, as it stands before the verb: `live `; else "". */
  readonly manner: string;
  /** Base form with its particle: `power off`. */
  readonly verb: string;
  readonly rest: string;
  /** The form in which the verb was written. */
  readonly form: "base" | "third" | "participle" | "gerund";
}

/** Reads the verb that leads the words, "live-migrate" and "power off" included; null when there is none. */
export function leadingVerb(text: string): Phrase | null {
  if (ADJECTIVE.test(text)) return null;
  const words = text
    .slice(0, 400)
    .replace(/^(live|soft|hard|cold)-(?=\p{L})/iu, "$1 ")
    .replace(/^hot[- ](un)?(?=plug)/i, "hot$1")
    .split(" ");
  const tail = text.slice(400);
  const manner = words.length > 1 ? mannerOf(words[0] ?? "") : null;
  const start = manner === null || verbOf(words[1] ?? "") === null ? 0 : 1;
  const written = words[start] ?? "";
  const base = /^[\p{L}-]+$/u.test(written) ? verbOf(written) : null;
  if (base === null) return null;
  const particle = words[start + 1] ?? "";
  const with_ = isParticle(base, particle);
  const verb = with_ ? `${base} ${particle.toLowerCase()}` : base;
  return {
    manner: start === 1 ? `${manner} ` : "",
    verb,
    rest: words.slice(start + (with_ ? 2 : 1)).join(" ") + tail,
    form: formOf(written.toLowerCase(), base),
  };
}

function formOf(written: string, base: string): Phrase["form"] {
  if (written === base) return "base";
  if (/ing$/.test(written)) return "gerund";
  return /s$/.test(written) ? "third" : "participle";
}
