import type { DescribedTest, TestDescription } from "./model.ts";
import { testId } from "./model.ts";
import type { Section } from "./read.ts";
import {
  fitsNegative,
  genericNameIn,
  implementationDetailIn,
  isImperative,
  namesAction,
  outcomesIn,
  paddingIn,
  saysRefusal,
  saysSuccess,
  statesOutcome,
} from "./wording.ts";

/** Takes a finding; `section` and `index` say which line of the test it is about. */
export type Say = (rule: string, message: string, where: string, section?: Section, index?: number) => void;

/** Rules about the description as a whole: links, names, coverage. */
export function checkWhole(description: TestDescription, say: Say): void {
  if (description.plan.path === "") say("plan-link", "no link to the plan (STP: …)", "");
  const groups = new Set<string>();
  for (const group of description.groups) {
    if (groups.has(group.name)) say("duplicate-name", `two groups are named ${group.name}`, group.name);
    groups.add(group.name);
    if (group.tests.length === 0) say("empty-group", "the group has no test", group.name);
    const tests = new Set<string>();
    for (const test of group.tests) {
      const where = testId(group, test);
      if (tests.has(test.name)) say("duplicate-name", `two tests are named ${test.name}`, where);
      tests.add(test.name);
    }
  }
  checkCoverage(description, say);
}

function checkCoverage(description: TestDescription, say: Say): void {
  const covered = new Set<string>();
  for (const group of description.groups) {
    for (const test of group.tests) {
      covered.add(test.scenario);
      // A file that testgen did not write knows no scenario ids.
      if (test.scenario === "" && description.plan.digest !== "") {
        say("scenario", "the test names no scenario of the plan", testId(group, test));
      }
    }
  }
  const listed = new Set<string>();
  description.uncovered.forEach(({ scenario, reason }, index) => {
    const complain = (message: string) => say("coverage", message, "", "uncovered", index);
    if (scenario === "") complain("a scenario without a test has no id");
    else if (covered.has(scenario)) complain(`scenario ${scenario} has a test and is listed as not covered`);
    else if (listed.has(scenario)) complain(`scenario ${scenario} is listed twice`);
    if (reason === "") complain(`scenario ${scenario} has no test, and no reason why`);
    listed.add(scenario);
  });
}

/** Rules about one test. */
export function checkTest(test: DescribedTest, where: string, say: Say): void {
  if (!/^Test that \S/.test(test.summary)) {
    say("summary", 'the summary says in one line what is shown: "Test that …"', where);
  }
  if (test.expected.length === 0) say("expected-missing", "no Expected: the test shows nothing", where);
  if (test.expected.length > 1) {
    say("one-outcome", `${test.expected.length} Expected lines; one test shows one thing`, where, "expected");
  }
  test.expected.forEach((line, index) => {
    if (outcomesIn(line) > 1)
      say("one-outcome", `joins several outcomes: ${quote(line)}`, where, "expected", index);
    if (!statesOutcome(line)) {
      const message = `does not state an outcome that an assertion can check: ${quote(line)}`;
      say("expected-form", message, where, "expected", index);
    }
  });
  test.steps.forEach((line, index) => {
    if (!isImperative(line)) say("step-form", `not a command: ${quote(line)}`, where, "steps", index);
  });
  if (test.steps.length === 0 && namesAction(test.summary)) {
    say("steps-missing", "the summary names an action, but there are no steps", where);
  }
  checkNegative(test, where, say);
}

function checkNegative(test: DescribedTest, where: string, say: Say): void {
  if (/\[negative\]/i.test(test.summary)) {
    say("negative-tag", "[NEGATIVE] stands at the start of the summary or nowhere", where);
  }
  const refusal = test.expected.findIndex(saysRefusal);
  if (!test.negative && refusal >= 0) {
    say("negative-tag", "expects a refusal but is not marked [NEGATIVE]", where, "expected", refusal);
  }
  if (
    test.negative &&
    test.expected.length > 0 &&
    !fitsNegative([test.summary, ...test.expected].join("\n"))
  ) {
    say("negative-tag", "marked [NEGATIVE], but nothing is refused or fails", where, "expected");
  } else if (test.negative && test.expected.length > 0 && test.expected.every(saysSuccess)) {
    say("negative-tag", "marked [NEGATIVE], but expects that it succeeds", where, "expected");
  }
}

/** Rules about every line that people read, at any level. */
export function checkLine(
  line: string,
  where: string,
  section: Section | undefined,
  index: number,
  say: Say,
): void {
  const complain = (rule: string, message: string) => say(rule, message, where, section, index);
  const padding = paddingIn(line);
  if (padding !== null) complain("padding", `${quote(padding)} says nothing that can be checked`);
  const detail = implementationDetailIn(line);
  if (detail !== null) complain("implementation-detail", `${quote(detail)} belongs into code`);
  const generic = genericNameIn(line);
  if (generic !== null) complain("generic-name", `${quote(generic)}: name a resource by its role`);
}

/** Markers that the community sets by other means, and those that need another one beside them. */
const IMPLICIT = /^(?:tier2|quarantined)$/;
const SPECIAL =
  /^(?:gpu|sriov|bgp|ibm_bare_metal|dpdk|swap|cpu_manager|numa|hugepages|jumbo_frame|rwx_default_storage|descheduler|high_resource_vm)$/;

/** Rules about the markers of a test, a group or the file; `inherited` are those of the levels above. */
export function checkMarkers(
  markers: readonly string[],
  inherited: readonly string[],
  where: string,
  say: Say,
): void {
  markers.forEach((marker, index) => {
    if (IMPLICIT.test(marker)) say("marker", `${marker} is implicit`, where, "markers", index);
    if (SPECIAL.test(marker) && ![...markers, ...inherited].includes("special_infra")) {
      say("marker", `${marker} needs special_infra as well`, where, "markers", index);
    }
  });
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
