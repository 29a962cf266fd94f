import { words } from "./names.ts";

/** Words of names that check or wait, and so can fail a test. */
const VERIFYING: ReadonlySet<string> = new Set(
  `wait waits verify verifies assert asserts check checks validate validates expect expects ensure ensures confirm sampler
  raises warns`.split(/\s+/),
);

/** First words of names that only look. */
const READING: ReadonlySet<string> = new Set(
  "get is has list read fetch find lookup count describe parse search query extract compute calculate".split(
    " ",
  ),
);

/** Functions and methods of Python itself that only look. */
const READERS: ReadonlySet<string> = new Set(
  `len str int float bool set dict tuple min max sum any all zip enumerate range isinstance issubclass repr getattr hasattr
  abs round join split rsplit strip rstrip lstrip lower upper title replace startswith endswith items keys values decode
  encode splitlines index copy json text group groups match fullmatch findall sub isclose approx now time monotonic reversed
  sorted map filter next iter type id hash timedelta callable partition format format_map isdigit exists to_dict`.split(
    /\s+/,
  ),
);

const RAISES: ReadonlySet<string> = new Set(
  "raises warns deprecated_call assertRaises assertRaisesRegex assertWarns RaisesGroup".split(" "),
);

/** True for what opens a block that must raise. */
export function isRaises(name: string): boolean {
  return RAISES.has(name);
}

const LOGGERS = /^_?(log|logger|logging)$/i;

export type CallKind = "verify" | "read" | "log" | "action";

/**
 * What a call is for, by its name. `verify` checks or waits and so counts as an assertion; `read` looks without touching
 * (constructors too); `log` only tells; everything else is an `action`, a step of the test.
 * @param receiver dotted name of what the method is called on, null for a function
 */
export function callKind(name: string, receiver: string | null): CallKind {
  if (name === "print" || (receiver !== null && LOGGERS.test(receiver.split(".").at(-1) ?? ""))) return "log";
  const [first = "", ...rest] = words(name);
  if (name === "fail") return "verify";
  if (!READING.has(first) && [first, ...rest].some((word) => VERIFYING.has(word))) return "verify";
  if (isClassName(name)) return "read";
  return READING.has(first) || READERS.has(name) ? "read" : "action";
}

const isClassName = (name: string): boolean => /^_*[A-Z]/.test(name) && /[a-z]/.test(name);

/** True when a checking call also does something: `restart_vm_and_wait`, `ensure_running`, unlike `wait_for_vm`. */
export function alsoActs(name: string): boolean {
  const [first = "", ...rest] = words(name);
  if (isClassName(name) || name === "fail") return false;
  return (
    !VERIFYING.has(first) || /^ensures?$/.test(first) || rest.some((word) => /^(and|or|then)$/.test(word))
  );
}

/** Methods that change the object they are called on without anything else happening. */
const MUTATORS: ReadonlySet<string> = new Set(
  "append extend insert remove pop clear update setdefault add discard popitem sort reverse".split(" "),
);

export function isMutator(name: string): boolean {
  return MUTATORS.has(name);
}
