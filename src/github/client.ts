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
    throttle: { onRateLimit: onLimit("rate"), onSecondaryRateLimit: onLimit("secondary rate") },
    retry: { doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451] },
  });
}

const graphqlErrors = z.object({
  errors: z.array(z.object({ type: z.string().optional(), message: z.string() })).min(1),
});
const GRAPHQL_STATUS: Readonly<Record<string, number>> = {
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  NOT_FOUND: 404,
  UNPROCESSABLE: 422,
};

/** HTTP status of a failed request, or what a GraphQL error (answered with 200) stands for; null for anything else. */
export function statusOf(error: unknown): number | null {
  if (typeof error !== "object" || error === null) return null;
  if ("status" in error && typeof error.status === "number") return error.status;
  const parsed = graphqlErrors.safeParse(error);
  const first = parsed.success ? parsed.data.errors[0] : undefined;
  if (first === undefined) return null;
  return GRAPHQL_STATUS[first.type ?? ""] ?? (/not accessible/i.test(first.message) ? 403 : null);
}

/** What GitHub said, in one line; Octokit's own summary of GraphQL errors says nothing. */
function saidBy(error: unknown): string {
  const parsed = graphqlErrors.safeParse(error);
  const text = parsed.success
    ? parsed.data.errors.map(({ message }) => message).join("; ")
    : error instanceof Error
      ? (error.message.split("\n")[0] ?? "")
      : String(error);
  return text.slice(0, 300);
}

/** Turns an API failure into words that name the permission or input to change. */
export function explain(error: unknown, doing: string, permission: string): TestgenError {
  const status = statusOf(error);
  const hints: Record<number, string> = {
    401: "The token is not valid (any more); check the input `github-token`.",
    403: `Give the job the permission \`${permission}\`, or a token that has it.`,
    404: `GitHub hides what a token may not see; give it \`${permission}\` on this repository.`,
    422: "GitHub refused the content; its message says why.",
  };
  return environmentError({
    code: `github.${status ?? "unreachable"}`,
    message: `Could not ${doing}: ${saidBy(error)}`,
    hint:
      (status === null ? undefined : hints[status]) ??
      "Check the network between the runner and GitHub, then run again.",
    cause: error,
  });
}
