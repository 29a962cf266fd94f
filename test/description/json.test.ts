import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonDescription, readJsonDescription } from "../../src/description/json.ts";
import { TestgenError } from "../../src/errors.ts";
import { nastyDescription } from "./arbitrary.ts";

const path = join(import.meta.dirname, "..", "..", "fixtures", "descriptions", "vm-reset.json");

/** The golden description with one field replaced. */
function broken(field: readonly (string | number)[], value: unknown): string {
  const root: unknown = JSON.parse(readFileSync(path, "utf8"));
  let parent = root as Record<string | number, unknown>;
  for (const key of field.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>;
  parent[field.at(-1) ?? ""] = value;
  return JSON.stringify(root);
}

describe("the JSON form", () => {
  it("keeps any description exactly", () => {
    fc.assert(
      fc.property(nastyDescription, (description) => {
        expect(readJsonDescription(jsonDescription(description), "std.json")).toEqual(description);
      }),
    );
  });

  it.each<[string, readonly (string | number)[], unknown]>([
    ["groups.0.tests.1.expected: ", ["groups", 0, "tests", 1, "expected"], "VM is running"],
    ["groups.0.tests.0.name: a test is named like", ["groups", 0, "tests", 0, "name"], "x(): pass"],
    ["groups.1.name: a group is named like", ["groups", 1, "name"], "Reset tests"],
    ["groups.1.name: tests outside a class share nothing", ["groups", 1, "name"], ""],
    ["plan.digest: a sha256 in hex", ["plan", "digest"], "abc"],
    ["uncovered.0.reason: ", ["uncovered", 0, "reason"], undefined],
    ["groups.0: Unrecognized key", ["groups", 0, "precondition"], []],
  ])("names the file and the field: %s", (message, field, value) => {
    expect(() => readJsonDescription(broken(field, value), "std.json")).toThrowError(`std.json: ${message}`);
  });

  it("says when a file is not JSON", () => {
    const read = () => readJsonDescription("{", "std.json");
    expect(read).toThrowError(TestgenError);
    expect(read).toThrowError("std.json: not JSON");
  });
});
