import * as z from "zod";
import { inputError } from "../errors.ts";
import { type Command, parseCommand } from "./commands.ts";

const repository = z.object({ full_name: z.string() });
const user = z.object({ login: z.string(), type: z.string().optional() }).nullable();
const commit = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "is not the id of a commit");
const pullRequest = z.object({
  number: z.number().int(),
  draft: z.boolean().optional().default(false),
  state: z.string().optional().default("open"),
  head: z.object({ ref: z.string(), sha: commit, repo: repository.nullable() }),
  base: z.object({ ref: z.string(), sha: commit, repo: repository }),
});
const pullRequestEvent = z.object({ action: z.string(), pull_request: pullRequest });
const commentEvent = z.object({
  action: z.string(),
  issue: z.object({
    number: z.number().int(),
    state: z.string(),
    pull_request: z.unknown().optional(),
  }),
  comment: z.object({ id: z.number().int(), body: z.string().nullable(), user }),
});

/** What the event asks of us. */
export type Job =
  | { readonly kind: "none"; readonly reason: string }
  | { readonly kind: "pull-request"; readonly pull: PullRequest }
  | {
      readonly kind: "command";
      readonly number: number;
      readonly commentId: number;
      /** Who wrote it; null when the account is gone. */
      readonly author: { readonly login: string; readonly isBot: boolean } | null;
      readonly command: Command;
    };

export interface PullRequest {
  readonly number: number;
  readonly draft: boolean;
  /** Neither closed nor merged. */
  readonly open: boolean;
  readonly head: { readonly ref: string; readonly sha: string; readonly repository: string | null };
  readonly base: { readonly ref: string; readonly sha: string; readonly repository: string };
}

const STARTING = new Set(["opened", "reopened", "synchronize", "ready_for_review"]);

/**
 * Reads the event's payload. An event that is not for us is `none` with the reason, never an error.
 * @throws input error for a payload that GitHub would not send
 */
export function readEvent(name: string, payload: unknown): Job {
  switch (name) {
    case "pull_request": {
      const event = parse(pullRequestEvent, payload, name);
      if (!STARTING.has(event.action)) return none(`pull_request ${event.action} starts nothing`);
      if (event.pull_request.state !== "open") return none("the pull request is not open");
      return { kind: "pull-request", pull: toPullRequest(event.pull_request) };
    }
    case "issue_comment": {
      const event = parse(commentEvent, payload, name);
      if (event.action !== "created") return none(`a comment that was ${event.action} starts nothing`);
      const command = parseCommand(event.comment.body ?? "");
      if (command === null) return none("the comment has no /testgen command");
      if ((event.issue.pull_request ?? null) === null) return none("the comment is not on a pull request");
      if (event.issue.state !== "open") return none("the pull request is not open");
      const { user: author } = event.comment;
      return {
        kind: "command",
        number: event.issue.number,
        commentId: event.comment.id,
        author: author && {
          login: author.login,
          isBot: author.type === "Bot" || author.login.endsWith("[bot]"),
        },
        command,
      };
    }
    default:
      return none(`the event ${name} starts nothing`);
  }
}

const none = (reason: string): Job => ({ kind: "none", reason });

function parse<T>(schema: z.ZodType<T>, payload: unknown, name: string): T {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") || "the payload";
  throw inputError({
    code: "event.malformed",
    message: `The ${name} payload is not what GitHub sends: ${field}: ${issue?.message ?? "invalid"}.`,
    hint: "GITHUB_EVENT_PATH must point at the event's payload, as the runner leaves it.",
    cause: parsed.error,
  });
}

/** Parses what the API answers for a pull request: the same shape as in the payload. */
export const readPullRequest = (data: unknown): PullRequest =>
  toPullRequest(parse(pullRequest, data, "pull request"));

const toPullRequest = ({ number, draft, state, head, base }: z.infer<typeof pullRequest>): PullRequest => ({
  number,
  draft,
  open: state === "open",
  head: { ref: head.ref, sha: head.sha, repository: head.repo?.full_name ?? null },
  base: { ref: base.ref, sha: base.sha, repository: base.repo.full_name },
});
