import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { TestgenError } from "../../src/errors.ts";
import { MAX_PLAN_BYTES, readPlan } from "../../src/plan/read-plan.ts";
import { planOf, withScenarios } from "./plans.ts";

function refusal(bytes: Uint8Array): TestgenError {
  try {
    readPlan({ path: "stps/broken.md", bytes });
  } catch (error) {
    if (error instanceof TestgenError) return error;
    throw error;
  }
  throw new Error("the plan was read");
}

describe("a file that is no plan is refused by name, with what to do", () => {
  test.each([
    ["plan.empty", Buffer.from(" \n\t\n")],
    ["plan.binary", Buffer.from("# Plan\n\u0000\u0001")],
    ["plan.not-utf8", Buffer.from([0x23, 0x20, 0xe9, 0x0a])],
    ["plan.not-utf8", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("# Plan", "utf16le")])],
    ["plan.too-large", Buffer.alloc(MAX_PLAN_BYTES + 1, "x")],
  ])("%s", (code, bytes) => {
    const error = refusal(bytes);
    expect(error).toMatchObject({ kind: "input", code });
    expect(error.message).toContain("stps/broken.md");
    expect(error.hint).toMatch(/\w+/);
  });
});

test("a plan of the greatest size is read", () => {
  const bytes = Buffer.alloc(MAX_PLAN_BYTES, "word ");
  expect(readPlan({ path: "long.md", bytes }).scenarios).toEqual([]);
});

test("the digest is the sha256 of the bytes, and a byte order mark changes nothing else", () => {
  const text = "## X - Quality Engineering Plan\n\n### Test Scenarios\n\n- [Tier 2] Verify a\n";
  const marked = planOf(`\ufeff${text}`);
  expect(marked.digest).toBe(createHash("sha256").update(`\ufeff${text}`).digest("hex"));
  expect({ ...marked, digest: "" }).toEqual({ ...planOf(text), digest: "" });
});

test("Windows line ends change no line number", () => {
  const text =
    "## X - Quality Engineering Plan\n\n### Test Scenarios\n\n- [Tier 2] Verify a\n  - *Priority:* P0\n";
  expect(planOf(text.replaceAll("\n", "\r\n")).scenarios).toEqual(planOf(text).scenarios);
});

describe("the title", () => {
  test.each([
    ["# Tests Test plan\n\n## **Reset – Quality Engineering Plan**", "Reset"],
    ["# Software Test Plan: Changed Block Tracking", "Changed Block Tracking"],
    ["# Software Test Plan\n\n## Reset of VMs", "Reset of VMs"],
    ["Just a line", "feature"],
  ])("%j", (text, title) => {
    expect(planOf(text).title).toBe(title);
  });
});

test("marks of footnotes are no words of a scenario, their text is no scenario", () => {
  const plan = withScenarios(
    "- [Tier 2] Verify a snapshot holds all VMs[^2]\n- [Tier 2] Verify the dump is stored†\n\n[^2]: Verify stopped ones too.",
  );
  expect(plan.scenarios.map(({ text }) => text)).toEqual([
    "Verify a snapshot holds all VMs",
    "Verify the dump is stored",
  ]);
});
