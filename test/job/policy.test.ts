import { describe, expect, test } from "vitest";
import type { PullRequest } from "../../src/job/events.ts";
import { isOwnCommit, mayCommand, mayWorkOn, PLAN_TRAILER, RUN_TRAILER } from "../../src/job/policy.ts";

const pull = (change: { draft?: boolean; open?: boolean; from?: string | null } = {}): PullRequest => ({
  number: 1,
  open: change.open ?? true,
  draft: change.draft ?? false,
  head: {
    ref: "plan",
    sha: "a".repeat(40),
    repository: change.from === undefined ? "acme/tests" : change.from,
  },
  base: { ref: "main", sha: "b".repeat(40), repository: "acme/tests" },
});

describe("the pull request", () => {
  test("a branch of the repository itself is worked on", () => {
    expect(mayWorkOn(pull(), false)).toEqual({ allowed: true });
  });

  test.each([
    ["a fork", pull({ from: "mallory/tests" }), "comes from a fork"],
    ["a fork, though drafts are wanted", pull({ from: "mallory/tests", draft: true }), "comes from a fork"],
    ["a fork of the same owner", pull({ from: "acme/tests-2" }), "comes from a fork"],
    ["a deleted repository", pull({ from: null }), "is gone"],
  ])("%s is not", (_, from, reason) => {
    expect(mayWorkOn(from, true)).toMatchObject({
      allowed: false,
      reason: expect.stringContaining(reason),
      hint: expect.stringContaining("branch"),
    });
  });

  test("one that was closed meanwhile is not", () => {
    expect(mayWorkOn(pull({ open: false }), true)).toMatchObject({
      allowed: false,
      reason: "The pull request is not open.",
    });
  });

  test("a draft only when drafts are wanted", () => {
    expect(mayWorkOn(pull({ draft: true }), false)).toMatchObject({
      allowed: false,
      reason: "The pull request is a draft.",
      hint: expect.stringContaining("`drafts`"),
    });
    expect(mayWorkOn(pull({ draft: true }), true)).toEqual({ allowed: true });
  });
});

describe("who comments", () => {
  const bob = { login: "bob", isBot: false };

  test.each(["admin", "maintain", "write"])("%s may start a run", (permission) => {
    expect(mayCommand(bob, permission)).toEqual({ allowed: true });
  });

  test.each(["read", "triage", "none", "", "ADMIN", "owner", "constructor", null])(
    "%j may not",
    (permission) => {
      expect(mayCommand(bob, permission)).toMatchObject({
        allowed: false,
        reason: "bob has no write access to this repository.",
      });
    },
  );

  test("a bot may not, whatever its permission; nor an account that is gone", () => {
    const refused = { allowed: false, reason: "Only people can start a run." };
    expect(mayCommand({ login: "evil[bot]", isBot: true }, "admin")).toMatchObject(refused);
    expect(mayCommand(null, "admin")).toMatchObject(refused);
    expect(mayCommand(null, null)).toMatchObject(refused);
  });
});

describe("our own commits", () => {
  test("are known by their last paragraph", () => {
    const trailers = `${PLAN_TRAILER}: stps/a.md 0123abc\n${RUN_TRAILER}: 8a4f`;
    expect(isOwnCommit(`Add generated tests\n\nstps/a.md: passed\n\n${trailers}\n`)).toBe(true);
    expect(isOwnCommit(`Add generated tests\r\n\r\n${trailers.replace("\n", "\r\n")}\r\n`)).toBe(true);
  });

  test.each([
    "",
    "Fix a typo",
    `Talk about ${RUN_TRAILER}: x`,
    `Quote\n\n> ${RUN_TRAILER}: x`,
    `Squash\n\n${RUN_TRAILER}: x\n\nCo-authored-by: Alice <alice@example.com>`,
    `Empty\n\n${RUN_TRAILER}: `,
  ])("%j is somebody else's", (message) => {
    expect(isOwnCommit(message)).toBe(false);
  });
});
