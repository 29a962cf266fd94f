import type { Author } from "../author.ts";
import { describePlan } from "./describe.ts";
import { draftTests } from "./draft.ts";

/**
 * The author that needs no model: the plan's own words by rule, bound to what the suite offers by name, docstring,
 * signature and type. It edits nothing in answer to findings; the rules of the checks do that.
 */
export const offlineAuthor: Author = {
  name: "offline",
  describe: async ({ plan, digest, note }) => describePlan(plan, digest, note),
  draft: async (request) => draftTests(request),
  revise: async () => null,
};
