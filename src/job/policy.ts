import type { PullRequest } from "./events.ts";

/** A refusal is told to the person, with the way out. */
export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string; readonly hint: string };

const ALLOWED: Decision = { allowed: true };

/** May this pull request be worked on at all? Its code will run beside a cluster's credentials. */
export function mayWorkOn(pull: PullRequest, drafts: boolean): Decision {
  if (!pull.open) {
    return { allowed: false, reason: "The pull request is not open.", hint: "Open it again." };
  }
  if (pull.head.repository === null) {
    return {
      allowed: false,
      reason: "The repository of this branch is gone.",
      hint: "Push the branch again.",
    };
  }
  if (pull.head.repository !== pull.base.repository) {
    return {
      allowed: false,
      reason: "This pull request comes from a fork, and its code would run with access to a cluster.",
      hint: "Someone with write access can push the branch to this repository.",
    };
  }
  if (pull.draft && !drafts) {
    return {
      allowed: false,
      reason: "The pull request is a draft.",
      hint: "Mark it ready for review, or set the input `drafts` to true.",
    };
  }
  return ALLOWED;
}

/** May this person start a run by comment? `permission` is GitHub's own answer; anything unknown is a no. */
export function mayCommand(
  author: { login: string; isBot: boolean } | null,
  permission: string | null,
): Decision {
  if (author === null || author.isBot) {
    return { allowed: false, reason: "Only people can start a run.", hint: "Ask someone with write access." };
  }
  if (permission === "admin" || permission === "write" || permission === "maintain") return ALLOWED;
  return {
    allowed: false,
    reason: `${author.login} has no write access to this repository.`,
    hint: "Ask someone with write access to comment /testgen run.",
  };
}

/** Trailers of our own commits; a push that ends with one does not start us again. */
export const RUN_TRAILER = "Testgen-Run";
export const PLAN_TRAILER = "Testgen-Plan";

/** Trailers are the last paragraph of a message; quoted further up they say nothing. */
export const isOwnCommit = (message: string): boolean =>
  new RegExp(`^${RUN_TRAILER}: \\S`, "m").test(
    message
      .trimEnd()
      .split(/\n\s*\n/)
      .at(-1) ?? "",
  );
