import { explain, type GitHubClient, type RepositoryName, statusOf } from "./client.ts";
import { ownLogin } from "./pull-request.ts";

/** The one comment of a run on its pull request. */
export interface StickyComment {
  /**
   * Asks for the newest text to be shown. It is rendered when it is its turn: while a request is under way or too
   * recent, only the last asked for is kept.
   */
  update(render: () => string): void;
  /** Sends the last text and waits for it. Returns the comment's id. */
  finish(body: string): Promise<number>;
}

export interface StickyCommentOptions {
  readonly client: GitHubClient;
  readonly repository: RepositoryName;
  readonly issue: number;
  /** Hidden first line by which our comment is known, together with its author. */
  readonly markerLine: string;
  /** Least time between two updates, in milliseconds: GitHub limits writes, and nobody reads faster. */
  readonly intervalMs: number;
  readonly log: (message: string) => void;
}

/**
 * Finds our comment (author and marker, on any page) or creates it, at once, with `body`.
 * @throws environment error when neither is possible
 */
export async function openStickyComment(options: StickyCommentOptions, body: string): Promise<StickyComment> {
  let id = await put(options, await find(options), body);
  let shown = body;
  let waiting: (() => string) | null = null;
  let sending: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const show = async (text: string): Promise<void> => {
    if (text === shown) return;
    id = await put(options, id, text);
    shown = text;
  };
  const send = async (render: () => string): Promise<void> => {
    try {
      await show(render());
    } catch (error) {
      options.log(`The comment was not updated. ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const schedule = (): void => {
    if (sending !== null || timer !== undefined || waiting === null) return;
    const render = waiting;
    waiting = null;
    sending = send(render).finally(() => {
      sending = null;
      timer = setTimeout(() => {
        timer = undefined;
        schedule();
      }, options.intervalMs);
      timer.unref();
    });
  };
  return {
    update(render) {
      waiting = render;
      schedule();
    },
    async finish(text) {
      waiting = null;
      await sending;
      clearTimeout(timer);
      await show(text);
      return id;
    },
  };
}

/** Our comment: by marker first, then by author; anybody can write a marker. */
async function find({ client, repository, issue, markerLine }: StickyCommentOptions): Promise<number | null> {
  try {
    const comments = await client.paginate(client.issues.listComments, {
      ...repository,
      issue_number: issue,
      per_page: 100,
    });
    const marked = comments.filter((comment) => comment.body?.startsWith(markerLine));
    if (marked.length === 0) return null;
    const login = await ownLogin(client);
    return marked.find((comment) => comment.user?.login === login)?.id ?? null;
  } catch (error) {
    throw explain(error, "read the comments of the pull request", "pull-requests: read");
  }
}

/** Updates the comment, or creates it when there is none (any more). */
async function put(options: StickyCommentOptions, id: number | null, body: string): Promise<number> {
  try {
    if (id !== null && (await update(options, id, body))) return id;
    return await create(options, body);
  } catch (error) {
    throw explain(error, "write the comment", "pull-requests: write");
  }
}

/** False when somebody deleted the comment while we were at work. */
async function update(
  { client, repository }: StickyCommentOptions,
  id: number,
  body: string,
): Promise<boolean> {
  try {
    await client.issues.updateComment({ ...repository, comment_id: id, body });
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

async function create(options: StickyCommentOptions, body: string): Promise<number> {
  const { client, repository, issue } = options;
  const comment = { ...repository, issue_number: issue, body };
  try {
    return (await client.issues.createComment({ ...comment, request: { retries: 0 } })).data.id;
  } catch (error) {
    const status = statusOf(error);
    if (status !== null && status < 500) throw error;
  }
  // The answer was lost, but the comment may be there: never write it twice.
  const id = await find(options);
  if (id !== null && (await update(options, id, body))) return id;
  return (await client.issues.createComment(comment)).data.id;
}
