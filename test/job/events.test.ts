import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  issueCommentEvent,
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  workflowDispatchEvent,
} from "../../fixtures/github/events.ts";
import { startGitHub } from "../../fixtures/github/github.ts";
import { TestgenError } from "../../src/errors.ts";
import { readEvent, readPullRequest } from "../../src/job/events.ts";
import { pull, start } from "../fixtures/start.ts";

type Payload = Record<string, unknown>;

/** The payload with one field, `a.b.c`, set; undefined takes it out. */
function withField(payload: Payload, path: string, value: unknown): Payload {
  const copy = structuredClone(payload);
  const names = path.split(".");
  const last = names.pop() ?? "";
  const owner = names.reduce<Payload>((object, name) => object[name] as Payload, copy);
  if (value === undefined) delete owner[last];
  else owner[last] = value;
  return copy;
}

describe("pull_request", () => {
  test("opened, reopened, pushed to or made ready, it asks for a run", async () => {
    const { github } = await start({ pull });
    const head = { ref: pull.head, sha: await github.git.sha(pull.head), repository: "acme/virt-tests" };
    const base = { ref: "main", sha: await github.git.sha("main"), repository: "acme/virt-tests" };
    for (const action of ["opened", "reopened", "synchronize", "ready_for_review"] as const) {
      const { eventName, event } = await pullRequestEvent(github, { action });
      expect(readEvent(eventName, event)).toEqual({
        kind: "pull-request",
        pull: { number: 1, draft: false, open: true, head, base },
      });
    }
  });

  test("edited or closed, it asks for nothing", async () => {
    const { github } = await start({ pull });
    for (const action of ["edited", "closed"] as const) {
      const { eventName, event } = await pullRequestEvent(github, { action });
      const reason = `pull_request ${action} starts nothing`;
      expect(readEvent(eventName, event)).toEqual({ kind: "none", reason });
    }
  });

  test("a closed pull request that is reopened late is left alone", async () => {
    const { github } = await start({ pull });
    const { eventName, event } = await pullRequestEvent(github, { action: "reopened" });
    const closed = withField(event, "pull_request.state", "closed");
    expect(readEvent(eventName, closed)).toEqual({ kind: "none", reason: "the pull request is not open" });
  });

  test("drafts, forks and deleted forks are told apart", async () => {
    const { github } = await start({ pull: { ...pull, draft: true } });
    await github.openPull({ ...pull, fork: "mallory" });
    await github.openPull({ ...pull, head: "gone", fork: null });
    const read = async (number: number) => {
      const { eventName, event } = await pullRequestEvent(github, { number });
      return readEvent(eventName, event);
    };
    expect(await read(1)).toMatchObject({ pull: { draft: true } });
    expect(await read(2)).toMatchObject({
      pull: { head: { repository: "mallory/virt-tests" }, base: { repository: "acme/virt-tests" } },
    });
    expect(await read(3)).toMatchObject({ pull: { head: { repository: null } } });
  });

  test("what the API answers is read the same way as the payload", async () => {
    const { github, octokit } = await start({ pull });
    const { eventName, event } = await pullRequestEvent(github);
    const { data } = await octokit.pulls.get({ owner: "acme", repo: "virt-tests", pull_number: 1 });
    expect(readEvent(eventName, event)).toEqual({ kind: "pull-request", pull: readPullRequest(data) });
  });
});

describe("issue_comment", () => {
  async function commented(body: string, author = "bob") {
    const { github } = await start({ pull, collaborators: { bob: "write" } });
    const comment = github.comment(1, author, body);
    return { github, comment, ...issueCommentEvent(github, comment) };
  }

  test("a command on a pull request", async () => {
    const { eventName, event, comment } = await commented("/testgen run stps/a.md");
    expect(readEvent(eventName, event)).toEqual({
      kind: "command",
      number: 1,
      commentId: comment.id,
      author: { login: "bob", isBot: false },
      command: { name: "run", plans: ["stps/a.md"] },
    });
  });

  test("a command that nobody knows is still for us: it deserves an answer", async () => {
    const { eventName, event } = await commented("/testgen dance");
    expect(readEvent(eventName, event)).toMatchObject({ command: { name: "unknown", text: "dance" } });
  });

  test("small talk, and what only looks like a command", async () => {
    const { github } = await start({ pull });
    for (const body of ["looks good", "`/testgen run`", "/testgenx", ""]) {
      const { eventName, event } = issueCommentEvent(github, github.comment(1, "bob", body));
      const reason = "the comment has no /testgen command";
      expect(readEvent(eventName, event)).toEqual({ kind: "none", reason });
    }
  });

  test.each(["edited", "deleted"] as const)("a comment that was %s starts nothing", async (action) => {
    const { github, comment } = await commented("/testgen run");
    const { eventName, event } = issueCommentEvent(github, comment, { action, sender: "mallory" });
    expect(readEvent(eventName, event)).toEqual({
      kind: "none",
      reason: `a comment that was ${action} starts nothing`,
    });
  });

  test("an issue is no pull request, whether the field is missing or null", async () => {
    const { github } = await start({ pull });
    const issue = github.openIssue();
    const { eventName, event } = issueCommentEvent(
      github,
      github.comment(issue.number, "bob", "/testgen run"),
    );
    const none = { kind: "none", reason: "the comment is not on a pull request" };
    expect(readEvent(eventName, event)).toEqual(none);
    expect(readEvent(eventName, withField(event, "issue.pull_request", null))).toEqual(none);
  });

  test("a closed pull request", async () => {
    const { github } = await start({ pull });
    const comment = github.comment(1, "bob", "/testgen run");
    const thread = github.world.threads.get(1);
    if (thread) thread.state = "closed";
    const { eventName, event } = issueCommentEvent(github, comment);
    expect(readEvent(eventName, event)).toEqual({ kind: "none", reason: "the pull request is not open" });
  });

  test("an account that is gone is nobody, a bot is a bot", async () => {
    const { eventName, event } = await commented("/testgen run");
    const author = (change: (payload: Payload) => Payload) => readEvent(eventName, change(event));
    expect(author((payload) => withField(payload, "comment.user", null))).toMatchObject({ author: null });
    expect(author((payload) => withField(payload, "comment.user.type", "Bot"))).toMatchObject({
      author: { isBot: true },
    });
    const app = await commented("/testgen run", "evil[bot]");
    expect(readEvent(app.eventName, withField(app.event, "comment.user.type", undefined))).toMatchObject({
      author: { login: "evil[bot]", isBot: true },
    });
  });

  test("a comment without text", async () => {
    const { eventName, event } = await commented("/testgen run");
    expect(readEvent(eventName, withField(event, "comment.body", null))).toMatchObject({ kind: "none" });
  });
});

test("no other event starts anything, not even one that knows a pull request", async () => {
  const { github } = await start({ pull });
  const { event } = await pullRequestEvent(github);
  const events = [
    await pushEvent(github),
    scheduleEvent(github),
    workflowDispatchEvent(github),
    { eventName: "pull_request_target", event },
    { eventName: "pull_request_review", event },
    { eventName: "constructor", event: null },
  ];
  for (const { eventName, event: payload } of events) {
    expect(readEvent(eventName, payload)).toEqual({
      kind: "none",
      reason: `the event ${eventName} starts nothing`,
    });
  }
});

describe("a payload that GitHub would not send", () => {
  const payloads: Record<string, Payload> = {};
  beforeAll(async () => {
    const github = await startGitHub({ pull });
    payloads.pull_request = (await pullRequestEvent(github)).event;
    payloads.issue_comment = issueCommentEvent(github, github.comment(1, "bob", "/testgen run")).event;
    await github.close();
  });

  test.each([
    ["pull_request", "action", undefined],
    ["pull_request", "pull_request", null],
    ["pull_request", "pull_request.number", "1"],
    ["pull_request", "pull_request.head.sha", "--upload-pack=touch /tmp/x"],
    ["pull_request", "pull_request.head.sha", "HEAD"],
    ["pull_request", "pull_request.head.repo", undefined],
    ["pull_request", "pull_request.base.repo", null],
    ["issue_comment", "comment.id", 1.5],
    ["issue_comment", "comment.user", "bob"],
    ["issue_comment", "issue.number", null],
    ["issue_comment", "issue.state", undefined],
  ])("%s without a proper %s (%j) is refused, naming the field", (name, path, value) => {
    expect(() => readEvent(name, withField(payloads[name] ?? {}, path, value))).toThrow(
      expect.objectContaining({
        kind: "input",
        code: "event.malformed",
        message: expect.stringContaining(`The ${name} payload is not what GitHub sends: ${path}: `),
        hint: expect.stringContaining("GITHUB_EVENT_PATH"),
      }),
    );
  });

  test("anything at all is read or refused, never a crash", () => {
    fc.assert(
      fc.property(fc.constantFrom("pull_request", "issue_comment"), fc.jsonValue(), (name, payload) => {
        try {
          readEvent(name, payload);
        } catch (error) {
          expect(error).toBeInstanceOf(TestgenError);
        }
      }),
    );
    expect(() => readEvent("pull_request", null)).toThrow("GitHub sends: the payload: ");
  });
});
