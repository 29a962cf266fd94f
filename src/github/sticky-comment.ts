import { explain, type GitHubClient, type RepositoryName, statusOf } from "./client.ts";

/** The one comment of a run on its pull request. */
export interface StickyComment {
  /** Tells the newest text; while a request is under way or too recent, only the newest waiting text is kept. */
  update(body: string): void;
  /** Sends the last text and waits for it. Returns the comment's id. */
  finish(body: string): Promise<number>;
}

export interface StickyCommentOptions {
  readonly client: GitHubClient;
  readonly repository: RepositoryName;
  readonly issue: number;
  /** Hidden first line by which our comment is known, together with its author. */
  readonly markerLine: string;
  readonly login: string;
  /** Least time between two updates, in milliseconds: GitHub limits writes, and nobody reads faster. */
  readonly intervalMs: number;
  readonly log: (message: string) => void;
}

/**
 * Finds our comment (author and marker, on any page) or creates it, at once, with `body`.
 * @throws environment error when neither is possible
 */
export async function openStickyComment(options: StickyCommentOptions, body: string): Promise<StickyComment> {
  const { client, repository, issue, intervalMs, log } = options;
  let id = await put(options, await find(options), body);
  let waiting: string | null = null;
  let sending: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const send = async (): Promise<void> => {
    const text = waiting;
    waiting = null;
    if (text === null) return;
    try {
      id = await put(options, id, text);
    } catch (error) {
      log(`The comment on ${repository.owner}/${repository.repo}#${issue} was not updated: ${String(error)}`);
    }
  };
  const schedule = (): void => {
    if (sending !== null || timer !== undefined || waiting === null) return;
    sending = send().finally(() => {
      sending = null;
      timer = setTimeout(() => {
        timer = undefined;
        schedule();
      }, intervalMs);
      timer.unref();
    });
  };
  return {
    update(text) {
      waiting = text;
      schedule();
    },
    async finish(text) {
      clearTimeout(timer);
      waiting = null;
      await sending;
      clearTimeout(timer);
      id = await put(options, id, text);
      return id;
    },
  };

  async function find({ markerLine, login }: StickyCommentOptions): Promise<number | null> {
    try {
      for await (const page of client.paginate.iterator(client.issues.listComments, {
        ...repository,
        issue_number: issue,
        per_page: 100,
      })) {
        const own = page.data.find(
          (comment) => comment.user?.login === login && (comment.body ?? "").startsWith(markerLine),
        );
        if (own) return own.id;
      }
      return null;
    } catch (error) {
      throw explain(error, "read the comments of the pull request", "pull-requests: read");
    }
  }
}

/** Updates the comment, or creates it when there is none (any more). */
async function put(
  { client, repository, issue }: StickyCommentOptions,
  id: number | null,
  body: string,
): Promise<number> {
  try {
    if (id !== null) {
      try {
        await client.issues.updateComment({ ...repository, comment_id: id, body });
        return id;
      } catch (error) {
        // Somebody deleted it while we were at work.
        if (statusOf(error) !== 404) throw error;
      }
    }
    return (await client.issues.createComment({ ...repository, issue_number: issue, body })).data.id;
  } catch (error) {
    throw explain(error, "write the comment", "pull-requests: write");
  }
}
