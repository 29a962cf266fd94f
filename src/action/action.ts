import * as core from "@actions/core";
import { exitCodeOf, TestgenError } from "../errors.ts";
import { createClient } from "../github/client.ts";
import { getPermission, getPull, react } from "../github/pull-request.ts";
import { HELP } from "../job/commands.ts";
import { readEvent, readPullRequest } from "../job/events.ts";
import { readInputs } from "../job/inputs.ts";
import { type Decision, mayCommand, mayWorkOn } from "../job/policy.ts";
import { inline } from "../report/markdown.ts";
import { readContext, type Wiring } from "./context.ts";
import { log } from "./log.ts";
import { workOn } from "./work.ts";

/**
 * One job on a runner: from the event to the finished comment. Returns the exit code: 0 also when there was nothing to
 * do, 1 for outcomes of `fail-on`, 2 for bad input, 3 for the environment.
 */
export async function action(env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const inputs = readInputs((name) => env[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`] ?? "");
    core.setSecret(inputs["github-token"]);
    const context = readContext(env);
    const client = createClient({
      token: inputs["github-token"],
      apiUrl: context.apiUrl,
      log: log.info,
    });
    return await dispatch({ env, inputs, context, client });
  } catch (error) {
    log.error(error);
    return error instanceof TestgenError ? exitCodeOf(error) : 1;
  }
}

async function dispatch(wiring: Wiring): Promise<number> {
  const { context, inputs, client } = wiring;
  const job = readEvent(context.eventName, context.payload);
  switch (job.kind) {
    case "none":
      return nothing(job.reason);
    case "pull-request": {
      const decision = mayWorkOn(job.pull, inputs.drafts);
      return decision.allowed
        ? workOn(wiring, job.pull, null)
        : nothing(`${decision.reason} ${decision.hint}`);
    }
    case "command": {
      const { repository } = context;
      const permission = job.author && (await getPermission(client, repository, job.author.login));
      const who = mayCommand(job.author, permission);
      // Strangers get no answer: a bot that answers everybody can be made to spam.
      if (!who.allowed) return nothing(who.reason);
      await react(client, repository, job.commentId, "eyes");
      if (job.command.name !== "run") return answer(wiring, job.number, job.command);
      const pull = readPullRequest(await getPull(client, repository, job.number));
      const decision = mayWorkOn(pull, true);
      if (!decision.allowed) return refuse(wiring, job.number, job.commentId, decision);
      const code = await workOn(wiring, pull, job.command);
      await react(client, repository, job.commentId, code === 0 ? "rocket" : "confused");
      return code;
    }
  }
}

/** Quiet on purpose: a red check for an event that asks nothing of us would only annoy. */
function nothing(reason: string): number {
  log.info(`testgen: nothing to do: ${reason}`);
  core.setOutput("outcome", "none");
  return 0;
}

async function answer(
  { client, context }: Wiring,
  issue: number,
  command: { readonly name: "help" } | { readonly name: "unknown"; readonly text: string },
): Promise<number> {
  const intro = command.name === "help" ? "" : `I do not know \`/testgen\` ${inline(command.text)}.\n\n`;
  await client.issues.createComment({ ...context.repository, issue_number: issue, body: `${intro}${HELP}` });
  return 0;
}

async function refuse(
  { client, context }: Wiring,
  issue: number,
  commentId: number,
  { reason, hint }: Extract<Decision, { allowed: false }>,
): Promise<number> {
  await react(client, context.repository, commentId, "-1");
  const body = `testgen does not run here: ${inline(reason)} ${inline(hint)}`;
  await client.issues.createComment({ ...context.repository, issue_number: issue, body });
  return nothing(reason);
}
