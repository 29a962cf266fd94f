import { describe, expect, test } from "vitest";
import type { GitHub, GitHubOptions } from "../../fixtures/github/github.ts";
import { openStickyComment, type StickyCommentOptions } from "../../src/github/sticky-comment.ts";
import { type AtEnd, connect as connectPlain, count, repository } from "./connect.ts";

const BOT = "github-actions[bot]";
const MARKER = "<!-- testgen:ci/stp -->";
const told = (text: string): string => `${MARKER}\n${text}`;
const CREATE = "issues/create-comment";
const UPDATE = "issues/update-comment";

/** A GitHub, and the options to open the comment of its pull request. */
async function connect(atEnd: AtEnd, given: GitHubOptions = {}) {
  const { github, client } = await connectPlain(atEnd, given);
  const log: string[] = [];
  const options: StickyCommentOptions = {
    client,
    repository,
    issue: 1,
    markerLine: MARKER,
    intervalMs: 1,
    log: (message) => log.push(message),
  };
  return { github, options, log };
}

const bodies = (github: GitHub, author = BOT): string[] =>
  github.comments.filter((comment) => comment.author === author).map((comment) => comment.body);

describe.concurrent("finding our comment", () => {
  test("none yet: it is there at once, and its id is told at the end", async ({ onTestFinished }) => {
    const { github, options } = await connect(onTestFinished);
    const comment = await openStickyComment(options, told("begun"));
    expect(bodies(github)).toEqual([told("begun")]);
    expect(await comment.finish(told("done"))).toBe(github.comments[0]?.id);
    expect(bodies(github)).toEqual([told("done")]);
  });

  test("the same comment is used by the next run, on the third page of 250", async ({ onTestFinished }) => {
    const { github, options } = await connect(onTestFinished);
    for (let index = 0; index < 230; index += 1) github.comment(1, "bob", `chat ${index}`);
    const ours = github.comment(1, BOT, told("last run"));
    for (let index = 0; index < 19; index += 1) github.comment(1, "bob", `more ${index}`);
    const comment = await openStickyComment(options, told("begun"));
    expect(await comment.finish(told("done"))).toBe(ours.id);
    expect(github.comments).toHaveLength(250);
    expect(bodies(github)).toEqual([told("done")]);
    expect(count(github, CREATE)).toBe(0);
  });

  test("somebody else's comment with our marker is never touched", async ({ onTestFinished }) => {
    const { github, options } = await connect(onTestFinished);
    const planted = ["mallory", "github-actions", "GitHub-Actions[bot]", "github-actions[bot]x"];
    for (const author of planted) github.comment(1, author, told("planted"));
    await (await openStickyComment(options, told("begun"))).finish(told("done"));
    for (const author of planted) expect(bodies(github, author)).toEqual([told("planted")]);
    expect(bodies(github)).toEqual([told("done")]);
  });

  test("our comment is found behind a planted one", async ({ onTestFinished }) => {
    const { github, options } = await connect(onTestFinished);
    github.comment(1, "mallory", told("planted"));
    const ours = github.comment(1, BOT, told("last run"));
    expect(await (await openStickyComment(options, told("a"))).finish(told("b"))).toBe(ours.id);
  });

  test("other comments of ours stay: another workflow's, a quote of the marker, another pull request's", async ({
    onTestFinished,
  }) => {
    const { github, options } = await connect(onTestFinished);
    await github.openPull({ head: "other", files: { "b.md": "b" } });
    const others = [
      "<!-- testgen:ci/other -->\nx",
      `> ${told("quoted")}`,
      "<!-- testgen:ci/stp -->x".slice(0, -2),
    ];
    for (const body of others) github.comment(1, BOT, body);
    const elsewhere = github.comment(2, BOT, told("of number 2"));
    await (await openStickyComment(options, told("a"))).finish(told("done"));
    expect(bodies(github)).toEqual([...others, told("of number 2"), told("done")]);
    expect(elsewhere.body).toBe(told("of number 2"));
  });

  test.for([
    ["an app's own token", "stp-bot[bot]", "installation"],
    ["a personal token", "alice", "user"],
  ] as const)("%s finds its comment again", async ([, viewer, tokenKind], { onTestFinished }) => {
    const { github, options } = await connect(onTestFinished, { viewer });
    github.world.tokenKind = tokenKind;
    const ours = github.comment(1, viewer, told("last run"));
    github.comment(1, BOT, told("of another workflow's token"));
    expect(await (await openStickyComment(options, told("a"))).finish(told("done"))).toBe(ours.id);
    expect(github.comments).toHaveLength(2);
  });
});

describe.concurrent("telling", () => {
  test("many updates make few requests, and the last text always arrives", async ({ onTestFinished }) => {
    const { github, options } = await connect(onTestFinished);
    github.comment(1, BOT, told("last run"));
    const comment = await openStickyComment(options, told("0"));
    for (let index = 1; index <= 500; index += 1) comment.update(() => told(String(index)));
    await comment.finish(told("the end"));
    expect(count(github, UPDATE)).toBeLessThanOrEqual(3);
    expect(bodies(github)).toEqual([told("the end")]);
  });

  test("an update that is under way cannot overtake the last text", async ({ onTestFinished }) => {
    const { github, options } = await connect(onTestFinished);
    const comment = await openStickyComment(options, told("0"));
    github.fail({ on: UPDATE, delayMs: 300 });
    comment.update(() => told("slow"));
    await comment.finish(told("the end"));
    expect(bodies(github)).toEqual([told("the end")]);
  });

  test("each update is rendered when it is its turn, so it shows the newest state", async ({
    onTestFinished,
  }) => {
    const { github, options } = await connect(onTestFinished);
    const comment = await openStickyComment(options, told("0"));
    let state = "old";
    const shown: string[] = [];
    const sent = new Promise<void>((resolve) => {
      const render = (): string => {
        shown.push(state);
        if (state === "new") resolve();
        return told(state);
      };
      comment.update(render);
      state = "new";
      comment.update(render);
      comment.update(render);
    });
    await sent;
    expect(shown).toEqual(["old", "new"]);
    await comment.finish(told("new"));
    expect(bodies(github)).toEqual([told("new")]);
  });

  test("a text that is shown already is not sent again", async ({ onTestFinished }) => {
    const { github, options } = await connect(onTestFinished);
    const comment = await openStickyComment(options, told("same"));
    comment.update(() => told("same"));
    await comment.finish(told("same"));
    expect(count(github, UPDATE)).toBe(0);
  });
});

describe.concurrent("trouble on the way", () => {
  test("a comment that somebody deleted is written anew", async ({ onTestFinished }) => {
    const { github, options } = await connect(onTestFinished);
    github.comment(1, BOT, told("last run"));
    const comment = await openStickyComment(options, told("begun"));
    github.world.comments.clear();
    const id = await comment.finish(told("done"));
    expect(github.comments).toMatchObject([{ id, body: told("done") }]);
  });

  test("a comment that is deleted while an update is under way is written anew once", async ({
    onTestFinished,
  }) => {
    const { github, options } = await connect(onTestFinished);
    github.comment(1, BOT, told("last run"));
    const comment = await openStickyComment(options, told("begun"));
    github.world.comments.clear();
    comment.update(() => told("on the way"));
    const id = await comment.finish(told("done"));
    expect(github.comments).toMatchObject([{ id, body: told("done") }]);
  });

  test("an update that fails is logged, and the run goes on to the last text", async ({ onTestFinished }) => {
    const { github, options, log } = await connect(onTestFinished);
    const comment = await openStickyComment(options, told("begun"));
    github.fail({ on: UPDATE, status: 403, body: { message: "Resource not accessible by integration" } });
    comment.update(() => told("lost"));
    await comment.finish(told("done"));
    expect(log).toEqual([
      "The comment was not updated. Could not write the comment: Resource not accessible by integration",
    ]);
    expect(bodies(github)).toEqual([told("done")]);
  });

  test("a renderer that fails does not end the run", async ({ onTestFinished }) => {
    const { github, options, log } = await connect(onTestFinished);
    const comment = await openStickyComment(options, told("begun"));
    comment.update(() => {
      throw new Error("cannot be shown");
    });
    await comment.finish(told("done"));
    expect(log).toEqual(["The comment was not updated. cannot be shown"]);
    expect(bodies(github)).toEqual([told("done")]);
  });

  test.for([
    ["the answer was a 502", { status: 502, body: "<html>Unicorn!</html>" }],
    ["the connection broke", { hangUp: true }],
  ] as const)(
    "a comment that was written although %s is not written twice",
    async ([, fault], { onTestFinished }) => {
      const { github, options } = await connect(onTestFinished);
      github.fail({ on: CREATE, afterEffect: true, ...fault });
      const comment = await openStickyComment(options, told("begun"));
      await comment.finish(told("done"));
      expect(bodies(github)).toEqual([told("done")]);
    },
  );

  test("a comment that was not written because of a 502 is written in the second try", async ({
    onTestFinished,
  }) => {
    const { github, options } = await connect(onTestFinished);
    github.fail({ on: CREATE, status: 502, body: "<html>Unicorn!</html>" });
    await openStickyComment(options, told("begun"));
    expect(bodies(github)).toEqual([told("begun")]);
  });
});

describe.concurrent("what cannot be done is said with the way out", () => {
  test("a locked conversation", async ({ onTestFinished }) => {
    const { github, options } = await connect(onTestFinished);
    const thread = github.world.threads.get(1);
    if (thread) thread.locked = true;
    await expect(openStickyComment(options, told("x"))).rejects.toMatchObject({
      kind: "environment",
      code: "github.403",
      message: expect.stringContaining("issue is locked"),
      hint: "Unlock the conversation, or use a token with `pull-requests: write`.",
    });
  });

  test("a token that may not write", async ({ onTestFinished }) => {
    const { github, options } = await connect(onTestFinished, {
      permissions: { issues: "read", pull_requests: "read" },
    });
    await expect(openStickyComment(options, told("x"))).rejects.toMatchObject({
      code: "github.403",
      message: expect.stringMatching(/^Could not write the comment: Resource not accessible by integration/),
      hint: "Give the job the permission `pull-requests: write`, or a token that has it.",
    });
    expect(github.comments).toEqual([]);
  });

  test("a token that may not even read", async ({ onTestFinished }) => {
    const { options } = await connect(onTestFinished, {
      permissions: { issues: "none", pull_requests: "none" },
    });
    await expect(openStickyComment(options, told("x"))).rejects.toMatchObject({
      message: expect.stringContaining("Could not read the comments of the pull request"),
      hint: expect.stringContaining("`pull-requests: read`"),
    });
  });

  test("a body that is too long", async ({ onTestFinished }) => {
    const { github, options } = await connect(onTestFinished);
    const comment = await openStickyComment(options, told("begun"));
    await expect(comment.finish(told("x".repeat(65_536)))).rejects.toMatchObject({
      code: "github.422",
      message: expect.stringContaining("Body is too long"),
      hint: "GitHub refused the content; its message says why.",
    });
    expect(bodies(github)).toEqual([told("begun")]);
  });
});
