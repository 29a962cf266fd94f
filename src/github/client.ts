import { defaults, getOctokitOptions } from "@actions/github/lib/utils";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import * as z from "zod";
import { environmentError, type TestgenError } from "../errors.ts";

export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

export interface ClientOptions {
  readonly token: string;
  /** `GITHUB_API_URL`: GitHub.com or a server of one's own. */
  readonly apiUrl: string;
  readonly log: (message: string) => void;
}

export type GitHubClient = InstanceType<typeof Client>;

const Client = Octokit.plugin(throttling, retry);
const MAX_RATE_LIMIT_RETRIES = 3;
/** Waiting longer than this for a rate limit would only hold the runner. */
const MAX_RETRY_AFTER_SECONDS = 120;

/** The one way to GitHub: honours the proxy variables and GitHub Enterprise Server, waits for rate limits, retries 5xx. */
export function createClient({ token, apiUrl, log }: ClientOptions): GitHubClient {
  const onLimit =
    (kind: string) =>
    (retryAfter: number, options: object, _octokit: unknown, count: number): boolean => {
      const again = count < MAX_RATE_LIMIT_RETRIES && retryAfter <= MAX_RETRY_AFTER_SECONDS;
      const what = "url" in options ? String(options.url) : "a request";
      log(`GitHub's ${kind} limit on ${what}; ${again ? `trying again in ${retryAfter} s` : "giving up"}.`);
      return again;
    };
  return new Client({
    ...getOctokitOptions(token),
    baseUrl: apiUrl,
    request: defaults.request ?? {},
    userAgent: "testgen",
    // Octokit's own lines repeat what our errors say better.
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    // GitHub counts by token.
    throttle: { id: token, onRateLimit: onLimit("rate"), onSecondaryRateLimit: onLimit("secondary rate") },
    retry: { doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451] },
  });
}

/** What GraphQL says beside its HTTP status, which is always 200. */
const GRAPHQL_STATUS: Readonly<Record<string, number>> = {
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  NOT_FOUND: 404,
  STALE_DATA: 409,
  UNPROCESSABLE: 422,
};

/** The fields of Octokit's errors that say something. */
const failure = z.object({
  message: z.string().catch(""),
  status: z.number().optional().catch(undefined),
  /** Missing when no answer came: Octokit calls that 500. */
  response: z.unknown(),
  /** GraphQL's own list; Octokit's message only says that there is one. */
  errors: z.array(z.object({ type: z.string().catch(""), message: z.string().catch("") })).catch([]),
});

/** HTTP status of a failed request, or what a GraphQL error (answered with 200) stands for; null when no answer came. */
export function statusOf(error: unknown): number | null {
  const parsed = failure.safeParse(error);
  if (!parsed.success || parsed.data.response === undefined) return null;
  const { status, errors } = parsed.data;
  return status ?? GRAPHQL_STATUS[errors[0]?.type ?? ""] ?? 422;
}

/** What GitHub said, in one line; a page of HTML (a proxy, GitHub's front door) says nothing. */
function saidBy(error: unknown): string {
  const { data } = failure.safeParse(error);
  const listed = data?.errors.map(({ message }) => message).join("; ");
  const text = listed || data?.message || String(error);
  return /^\s*</.test(text) ? `HTTP ${data?.status}` : (text.split("\n")[0] ?? "").slice(0, 300);
}

/** Turns an API failure into words that name the permission or input to change. */
export function explain(error: unknown, doing: string, permission: string): TestgenError {
  const status = statusOf(error);
  const said = saidBy(error);
  return environmentError({
    code: `github.${status ?? "unreachable"}`,
    message: `Could not ${doing}: ${said}`,
    hint: hintFor(status, said, permission),
    cause: error,
  });
}

function hintFor(status: number | null, said: string, permission: string): string {
  if (/rate limit/i.test(said)) return "The token made too many requests; run again later.";
  if (/\blocked\b/i.test(said)) return `Unlock the conversation, or use a token with \`${permission}\`.`;
  switch (status) {
    case 401:
      return "The token is not valid (any more); check the input `github-token`.";
    case 403:
      return `Give the job the permission \`${permission}\`, or a token that has it.`;
    case 404:
      return `GitHub hides what a token may not see; give it \`${permission}\` on this repository.`;
    case 409:
      return "Somebody pushes to the branch at the same time. Run again with /testgen run.";
    case 422:
      return "GitHub refused the content; its message says why.";
    default:
      return "Check the network between the runner and GitHub, then run again.";
  }
}
