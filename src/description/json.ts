import { z } from "zod";
import { inputError } from "../errors.ts";
import type { TestDescription } from "./model.ts";
import { GROUP_NAME, sharesNothing, TEST_NAME } from "./names.ts";

const lines = z.array(z.string());

const testSchema = z.strictObject({
  name: z.string().regex(TEST_NAME, "a test is named like test_vm_is_running"),
  scenario: z.string(),
  summary: z.string(),
  negative: z.boolean(),
  preconditions: lines,
  steps: lines,
  expected: lines,
  markers: lines,
  parametrize: lines.exactOptional(),
  polarion: z.string().exactOptional(),
});

const groupSchema = z
  .strictObject({
    name: z.string().refine((name) => name === "" || GROUP_NAME.test(name), {
      error: 'a group is named like TestVmReset, or "" for tests outside any class',
    }),
    summary: z.string(),
    preconditions: lines,
    markers: lines,
    parametrize: lines.exactOptional(),
    tests: z.array(testSchema),
  })
  .refine((group) => group.name !== "" || sharesNothing(group), {
    error: "tests outside a class share nothing",
    path: ["name"],
  });

/** The JSON form of a description. Unknown fields are errors: they would be lost. */
export const descriptionSchema: z.ZodType<TestDescription> = z.strictObject({
  plan: z.strictObject({
    path: z.string(),
    digest: z.string().regex(/^(?:[0-9a-f]{64})?$/, "a sha256 in hex"),
    url: z.string().exactOptional(),
  }),
  title: z.string(),
  preconditions: lines.exactOptional(),
  markers: lines.exactOptional(),
  groups: z.array(groupSchema).refine((groups) => groups.filter((group) => group.name === "").length <= 1, {
    error: "tests outside a class form one group",
  }),
  uncovered: z.array(z.strictObject({ scenario: z.string(), text: z.string(), reason: z.string() })),
});

/**
 * Reads the JSON form.
 * @throws TestgenError `description.json`, naming the file and the first field that is wrong
 */
export function readJsonDescription(text: string, path: string): TestDescription {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw inputError({ code: "description.json", message: `${path}: not JSON`, cause });
  }
  const result = descriptionSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join(".") || "the document";
  throw inputError({
    code: "description.json",
    message: `${path}: ${field}: ${issue?.message ?? "not a description"}`,
    hint: "testgen describe --format json shows the form",
    cause: result.error,
  });
}

/** The JSON form, for people and tools. */
export function jsonDescription(description: TestDescription): string {
  return `${JSON.stringify(description, null, 2)}\n`;
}
