import { getFile, getMergeBase } from "../github/pull-request.ts";
import type { PullRequest } from "../job/events.ts";
import { type ChangedFile, earlierPath } from "../job/plans.ts";
import type { EventOf } from "../journal/events.ts";
import type { Settings } from "../pipeline/effects.ts";
import { filesOf, generatedFiles } from "../pipeline/generated.ts";
import type { PlanInput } from "../pipeline/plan-input.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { Wiring } from "./context.ts";

/**
 * Tells of a plan where its earlier version is: as the base has it, under the path it has there. Read from GitHub, as
 * the checkout is of one commit; only when the pipeline asks for it.
 */
export function earlierVersions(
  { client, context: { repository } }: Wiring,
  { base, head }: PullRequest,
  files: readonly ChangedFile[],
): (plan: string) => Pick<PlanInput, "before"> {
  let mergeBase: Promise<string> | undefined;
  return (plan) => {
    const path = earlierPath(files, plan);
    if (path === null) return {};
    const read = async (): Promise<Uint8Array> => {
      mergeBase ??= getMergeBase(client, repository, base.sha, head.sha);
      return getFile(client, repository, path, await mergeBase);
    };
    return { before: { path, read } };
  };
}

type Warning = Pick<EventOf<"warning">, "message" | "hint">;

/** What is to be said about plans that are gone: their generated tests stay, and nothing asks for them any more. */
export async function orphanWarnings(
  workspace: Workspace,
  settings: Pick<Settings, "stdPath" | "stdFormat">,
  removed: readonly string[],
): Promise<Warning[]> {
  if (removed.length === 0) return [];
  const generated = await generatedFiles(workspace, settings);
  return removed.flatMap((plan) => {
    const { tests, descriptions } = filesOf(generated, settings, plan);
    const left = [...descriptions, ...tests];
    if (left.length === 0) return [];
    return [
      {
        message: `${plan} is gone, and what was generated from it is still here: ${left.join(", ")}.`,
        hint: "Remove these files too, or keep them as tests of your own: testgen will not touch them.",
      },
    ];
  });
}
