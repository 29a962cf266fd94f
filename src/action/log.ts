import * as core from "@actions/core";
import { describeError } from "../errors.ts";
import { logText } from "../report/log-text.ts";

/** The one way into the job's log: whatever stands in a text, the runner takes it for text. */
export const log = {
  info: (text: string): void => core.info(logText(text)),
  warning: (text: string): void => core.warning(logText(text)),
  error: (error: unknown): void => core.error(logText(describeError(error))),
};
