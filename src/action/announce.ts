import * as core from "@actions/core";
import { describeError } from "../errors.ts";
import { openStickyComment, type StickyComment } from "../github/sticky-comment.ts";
import type { JournalEvent } from "../journal/events.ts";
import { PHASE_TITLES } from "../journal/events.ts";
import type { Journal } from "../journal/journal.ts";
import { viewOf } from "../journal/view.ts";
import { markerLine, type ReportContext, renderComment, renderSummary } from "../report/comment.ts";
import { figureOf } from "../report/figures.ts";
import { duration, oneLine } from "../report/markdown.ts";
import type { Wiring } from "./context.ts";
import { log } from "./log.ts";

/** Tells the run's story while it goes on: log lines, the live comment, and at the end the job summary. */
export interface Story {
  tell(): void;
  /** Sends the last state everywhere. Returns the comment's id, or null when it could not be written. */
  finish(): Promise<number | null>;
}

const UPDATE_INTERVAL_MS = 1_500;

export async function announce(wiring: Wiring, issue: number, journal: Journal): Promise<Story> {
  const { client, context } = wiring;
  const report: ReportContext = { jobUrl: context.jobUrl, marker: context.commentKey };
  const body = (): string => renderComment(viewOf(journal.events), report);
  const comment = await openComment();
  let logged = 0;

  async function openComment(): Promise<StickyComment | null> {
    try {
      const options = {
        client,
        repository: context.repository,
        issue,
        markerLine: markerLine(report.marker),
        intervalMs: UPDATE_INTERVAL_MS,
        log: log.info,
      };
      return await openStickyComment(options, body());
    } catch (error) {
      // Without a comment the work is still worth doing: the summary and the commit tell it too.
      log.warning(describeError(error));
      return null;
    }
  }

  const tell = (): void => {
    for (const event of journal.events.slice(logged)) logLine(event);
    logged = journal.events.length;
    comment?.update(body);
  };
  return {
    tell,
    async finish() {
      tell();
      await core.summary.addRaw(renderSummary(viewOf(journal.events), report)).write({ overwrite: true });
      try {
        return comment === null ? null : await comment.finish(body());
      } catch (error) {
        log.error(error);
        return null;
      }
    },
  };
}

/** One line a phase. */
function logLine(event: JournalEvent): void {
  if (event.type === "plan.started") log.info(`Plan ${oneLine(event.plan)}`);
  if (event.type === "phase.ended") {
    const figure = figureOf({ ...event, name: event.phase, problem: null });
    log.info(
      `  ${PHASE_TITLES[event.phase]}: ${event.status}${figure ? ` (${figure})` : ""}, ${duration(event.ms)}`,
    );
    if (event.problem) log.info(`    ${oneLine(event.problem.message, 500)}`);
  }
  if (event.type === "plan.ended") log.info(`  Outcome: ${event.outcome}. ${oneLine(event.reason, 500)}`);
}
