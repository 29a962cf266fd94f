import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { inputError, usageError } from "../errors.ts";
import type { GitHubClient, RepositoryName } from "../github/client.ts";
import type { Inputs } from "../job/inputs.ts";

/** What the runner tells us about the job, read once from its variables. */
export interface RunnerContext {
  readonly eventName: string;
  readonly payload: unknown;
  readonly repository: RepositoryName;
  readonly workspace: string;
  readonly apiUrl: string;
  readonly serverUrl: string;
  readonly jobUrl: string;
  /** Distinguishes comments of several workflows on one pull request. */
  readonly commentKey: string;
  readonly temp: string;
}

/** What every step of a job has at hand. */
export interface Wiring {
  readonly env: NodeJS.ProcessEnv;
  readonly inputs: Inputs;
  readonly context: RunnerContext;
  readonly client: GitHubClient;
}

const variables = z.object({
  GITHUB_EVENT_NAME: z.string().min(1),
  GITHUB_EVENT_PATH: z.string().min(1),
  GITHUB_REPOSITORY: z.string().regex(/^[^/]+\/[^/]+$/),
  GITHUB_WORKSPACE: z.string().min(1),
  GITHUB_API_URL: z.url().default("https://api.github.com"),
  GITHUB_SERVER_URL: z.url().default("https://github.com"),
  GITHUB_RUN_ID: z.string().default("0"),
  GITHUB_RUN_ATTEMPT: z.string().default("1"),
  GITHUB_WORKFLOW: z.string().default("testgen"),
  GITHUB_JOB: z.string().default("testgen"),
  RUNNER_TEMP: z.string().min(1),
});

/** @throws usage error when this is no runner, input error when the payload cannot be read */
export function readContext(env: NodeJS.ProcessEnv): RunnerContext {
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => String(issue.path[0]));
    throw usageError({
      code: "runner.variables",
      message: `These variables of a GitHub runner are missing or wrong: ${names.join(", ")}.`,
      hint: "dist/index.js is started by a workflow; from a terminal use dist/cli.js.",
      cause: parsed.error,
    });
  }
  const v = parsed.data;
  const [owner = "", repo = ""] = v.GITHUB_REPOSITORY.split("/");
  const attempt = v.GITHUB_RUN_ATTEMPT === "1" ? "" : `/attempts/${v.GITHUB_RUN_ATTEMPT}`;
  return {
    eventName: v.GITHUB_EVENT_NAME,
    payload: readPayload(v.GITHUB_EVENT_PATH),
    repository: { owner, repo },
    workspace: v.GITHUB_WORKSPACE,
    apiUrl: v.GITHUB_API_URL,
    serverUrl: v.GITHUB_SERVER_URL,
    jobUrl: `${v.GITHUB_SERVER_URL}/${v.GITHUB_REPOSITORY}/actions/runs/${v.GITHUB_RUN_ID}${attempt}`,
    // In an HTML comment `--` would be an end, and two names must not become one.
    commentKey:
      `testgen:${encodeURIComponent(v.GITHUB_WORKFLOW)}/${encodeURIComponent(v.GITHUB_JOB)}`.replaceAll(
        "--",
        "%2D%2D",
      ),
    temp: join(v.RUNNER_TEMP, "testgen"),
  };
}

function readPayload(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw inputError({
      code: "event.unreadable",
      message: `${path}: the event's payload cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`,
      hint: "GITHUB_EVENT_PATH must point at the payload, as the runner leaves it.",
      cause,
    });
  }
}
