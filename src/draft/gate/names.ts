/** Lower-case words of a name: `wait_for_vmStatus` is wait, for, vm, status. */
export function words(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

const VERIFYING: ReadonlySet<string> = new Set(
  "wait waits verify verifies assert asserts check checks validate validates expect expects ensure ensures confirm sampler fail raises warns".split(
    " ",
  ),
);

/** First words of names that only look. */
const READING: ReadonlySet<string> = new Set(
  `get is has list read fetch find lookup count describe parse format to exists contains search match collect query extract
  compute calculate filter sorted`.split(/\s+/),
);

/** Functions and methods of Python itself that only look. */
const READERS: ReadonlySet<string> = new Set(
  `len str int float bool set dict tuple min max sum any all zip enumerate range isinstance issubclass repr getattr hasattr
  abs round join split rsplit strip rstrip lstrip lower upper title replace startswith endswith items keys values decode
  encode splitlines index copy json text group groups fullmatch findall sub isclose approx now time monotonic reversed map
  next iter type id hash timedelta callable partition format_map isdigit`.split(/\s+/),
);

const RAISES: ReadonlySet<string> = new Set(
  "raises warns deprecated_call assertRaises assertRaisesRegex assertWarns RaisesGroup".split(" "),
);

/** True for what opens a block that must raise. */
export function isRaises(name: string): boolean {
  return RAISES.has(name);
}

const LOGGERS = /^(log|logger|logging|_log|_logger)$/i;

export type CallKind = "verify" | "read" | "log" | "action";

/**
 * What a call is for, by its name. `verify` checks or waits and so counts as an assertion; `read` looks without touching
 * (constructors too); `log` only tells; everything else is an `action`, a step of the test.
 */
export function callKind(name: string, receiver: string | null): CallKind {
  if (name === "print" || (receiver !== null && LOGGERS.test(receiver.split(".").at(-1) ?? ""))) return "log";
  const [first, ...rest] = words(name);
  if (first === undefined) return "action";
  if (!READING.has(first) && [first, ...rest].some((word) => VERIFYING.has(word))) return "verify";
  if (/^_*[A-Z]/.test(name) && /[a-z]/.test(name)) return "read";
  return READING.has(first) || READERS.has(name) ? "read" : "action";
}

/** True when a checking call also does something first: `restart_vm_and_wait`, unlike `wait_for_vm`. */
export function alsoActs(name: string): boolean {
  const [first = ""] = words(name);
  return !VERIFYING.has(first) && !/^_*[A-Z]/.test(name);
}

/** Methods that change the object they are called on without anything else happening. */
const MUTATORS: ReadonlySet<string> = new Set(
  "append extend insert remove pop clear update setdefault add discard popitem sort reverse".split(" "),
);

export function isMutator(name: string): boolean {
  return MUTATORS.has(name);
}

const WEAKENING: ReadonlySet<string> = new Set(
  `skip skipif skipped xfail flaky quarantine quarantined dependency depends rerun reruns jira bug fixme broken known expected
  disabled disable ignore ignored manual todo unstable importorskip fails`.split(/\s+/),
);

/** True for a marker or fixture name that keeps a test from running or from counting. */
export function hasWeakeningToken(name: string): boolean {
  return words(name).some((word) => WEAKENING.has(word));
}

const RESTRICTED: ReadonlySet<string> = new Set(
  "unprivileged restricted readonly viewer limited rbac nonadmin regular".split(" "),
);

/** True when going from one fixture to the other gives the test more rights than its description says. */
export function raisesPrivilege(from: string, to: string): boolean {
  return words(from).some((word) => RESTRICTED.has(word)) && !words(to).some((word) => RESTRICTED.has(word));
}

/** Words that tell what was asked for from what is: reading them back proves nothing. */
const DESIRED: ReadonlySet<string> = new Set(
  "spec template desired expected requested body manifest default defaults config kwargs init".split(" "),
);

export function isDesiredState(name: string): boolean {
  return words(name).some((word) => DESIRED.has(word));
}

/**
 * True when two names are one name spelled differently: underscores, capitals, one letter too many, missing or swapped.
 * Digits and capitals-only names (constants) must agree exactly.
 */
export function spelledAlike(a: string, b: string): boolean {
  if (a === b) return true;
  if (/^[A-Z][A-Z0-9_]*$/.test(a) || /^[A-Z][A-Z0-9_]*$/.test(b)) return false;
  const [left, right] = [a, b].map((name) => name.replace(/_/g, "").toLowerCase());
  if (left === undefined || right === undefined) return false;
  if (left.replace(/\D/g, "") !== right.replace(/\D/g, "")) return false;
  return left === right || (Math.min(left.length, right.length) >= 4 && oneSlip(left, right));
}

function oneSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (start === 0) return false;
  if (long.length === short.length + 1) return short.slice(start) === long.slice(start + 1);
  if (long.length !== short.length) return false;
  const swapped = short[start] === long[start + 1] && short[start + 1] === long[start];
  if (swapped) return short.slice(start + 2) === long.slice(start + 2);
  return short.length >= 8 && short.slice(start + 1) === long.slice(start + 1);
}
