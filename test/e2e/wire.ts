import type { GitHub } from "../../fixtures/github/github.ts";
import { HEAD_BRANCH } from "../../fixtures/world/example.ts";

/** What was sent as comment text, in order. */
export function bodiesOf(github: GitHub): string[] {
  return github.log
    .filter(
      ({ method, path }) =>
        /^(?:POST|PATCH)$/.test(method) && /\/issues\/(?:\d+\/comments|comments\/\d+)$/.test(path),
    )
    .map(({ body }) => (body as { body?: string } | undefined)?.body ?? "");
}

export async function headCommit(github: GitHub, branch = HEAD_BRANCH) {
  const [head] = await github.git.log(branch);
  if (head === undefined) throw new Error(`${branch} has no commit`);
  return head;
}

/** Files of the branch's tip that its ancestor does not have in this form: path → text. */
export async function committedFiles(
  github: GitHub,
  since: string,
  branch = HEAD_BRANCH,
): Promise<Map<string, string>> {
  const before = new Map((await github.git.tree(since)).map(({ path, sha }) => [path, sha]));
  const files = new Map<string, string>();
  for (const { path, sha } of await github.git.tree(branch)) {
    if (before.get(path) !== sha) files.set(path, await github.git.show(branch, path));
  }
  return files;
}

/** Trailers of a commit message: name → values in order. */
export function trailers(message: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, name, value] of message.matchAll(/^([A-Z][\w-]+): (.+)$/gm)) {
    if (name && value) found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}
