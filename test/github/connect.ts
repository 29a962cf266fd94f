import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { GitHub, GitHubOptions } from "../../fixtures/github/github.ts";
import { startGitHub } from "../../fixtures/github/github.ts";
import { createClient, type GitHubClient } from "../../src/github/client.ts";

const pull = { head: "feature/plan", files: { "docs/stp.md": "# Plan\n" } };

export const repository = { owner: "acme", repo: "virt-tests" };

export interface Connected {
  readonly github: GitHub;
  readonly client: GitHubClient;
  /** What the client told the log. */
  readonly said: readonly string[];
}

/** Takes what is to be done once a test is over; these tests run side by side, so each has its own. */
export type AtEnd = (work: () => Promise<void>) => void;

/**
 * A GitHub with one open pull request, and the client of the product. Each has a token, so a rate limit, of its own.
 * A request or an answer that GitHub's published contract does not allow fails the test.
 */
export async function connect(atEnd: AtEnd, options: GitHubOptions = {}): Promise<Connected> {
  const token = `ghs_${randomUUID().replaceAll("-", "").padEnd(36, "0")}`;
  const github = await startGitHub({ pull, token, ...options });
  atEnd(async () => {
    await github.close();
    expect(github.violations).toEqual([]);
  });
  const said: string[] = [];
  const client = createClient({ token, apiUrl: github.apiUrl, log: (message) => said.push(message) });
  return { github, client, said };
}

/** How often an operation was asked for. */
export const count = (github: GitHub, operation: string): number =>
  github.log.filter((entry) => entry.operation === operation).length;
