import { inputError } from "../errors.ts";
import type { DescribedGroup, TestDescription } from "./model.ts";

export const GROUP_NAME = /^Test[A-Za-z0-9_]*$/;
export const TEST_NAME = /^test_[A-Za-z0-9_]+$/;

/** Tests outside a class have no place for shared text. */
export function sharesNothing(group: Omit<DescribedGroup, "name" | "tests">): boolean {
  const { summary, preconditions, markers, parametrize = [] } = group;
  return summary === "" && preconditions.length + markers.length + parametrize.length === 0;
}

/**
 * Names become Python and headings as they are, so nothing but identifiers may pass.
 * @throws TestgenError `description.name` for a name that is none, or for shared text on the group without a class
 */
export function checkNames(description: TestDescription): void {
  for (const group of description.groups) {
    if (group.name === "" && !sharesNothing(group)) throw badName("", "tests outside a class share nothing");
    if (group.name !== "" && !GROUP_NAME.test(group.name)) {
      throw badName(group.name, "a group is named like TestVmReset");
    }
    for (const test of group.tests) {
      if (!TEST_NAME.test(test.name)) throw badName(test.name, "a test is named like test_vm_is_running");
    }
  }
  if (description.groups.filter((group) => group.name === "").length > 1) {
    throw badName("", "tests outside a class form one group");
  }
}

function badName(name: string, hint: string): Error {
  return inputError({
    code: "description.name",
    message: `the description has a name that cannot be written: ${JSON.stringify(name)}`,
    hint,
  });
}
