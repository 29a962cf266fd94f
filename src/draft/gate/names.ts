/** Lower-case words of a name: `wait_for_vmStatus` is wait, for, vm, status. */
export function words(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
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
  "unprivileged restricted readonly viewer limited rbac nonadmin regular developer stranger".split(" "),
);
const PRIVILEGED: ReadonlySet<string> = new Set("admin privileged superuser root".split(" "));

/** True when going from one fixture to the other gives the test more rights than its description says. */
export function raisesPrivilege(from: string, to: string): boolean {
  const has = (name: string, set: ReadonlySet<string>): boolean => words(name).some((word) => set.has(word));
  return (has(from, RESTRICTED) && !has(to, RESTRICTED)) || (has(to, PRIVILEGED) && !has(from, PRIVILEGED));
}

/** Words that tell what was asked for from what is: reading them back proves nothing. */
const DESIRED: ReadonlySet<string> = new Set(
  "spec template desired expected requested body manifest default defaults config kwargs init".split(" "),
);

export function isDesiredState(name: string): boolean {
  return words(name).some((word) => DESIRED.has(word));
}

/** Words that a helper's name adds to its verb: `reset_vm` for `vm.reset`. */
const NOUNS: ReadonlySet<string> = new Set("vm vmi vms virtual machine pod node resource guest".split(" "));
/** What such a helper may do besides. */
const MORE: ReadonlySet<string> = new Set("and wait for verify until ready running".split(" "));

export function isNoun(word: string): boolean {
  return NOUNS.has(word);
}

export function isAfterwards(word: string): boolean {
  return MORE.has(word);
}

/** What a step does, whoever does it: `reset` of `vm.reset`, `reset_vm` and `reset_vm_and_wait`. */
export function verbOf(name: string): string {
  return words(name)
    .filter((word) => !isNoun(word) && !isAfterwards(word))
    .join("_");
}
