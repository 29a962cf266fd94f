import * as z from "zod";

/** The six phases, in order. */
export const PHASES = ["describe", "explore", "draft", "verify", "types", "run"] as const;
export type PhaseName = (typeof PHASES)[number];

export const PHASE_TITLES: Record<PhaseName, string> = {
  describe: "Write the test description",
  explore: "Explore the repository",
  draft: "Write the pytest code",
  verify: "Check against GRAVEYARD.md",
  types: "Check types with pyright",
  run: "Run on the cluster and heal",
};

/**
 * How a plan ended. passed: every described test ran and passed · partial: some did · described: only the description
 * could be written · blocked: needs a person · infra: the environment stopped it · failed: testgen could not do its work.
 */
export const OUTCOMES = ["passed", "partial", "described", "blocked", "infra", "failed"] as const;
export type Outcome = (typeof OUTCOMES)[number];

const verdict = z.enum(["heal", "retry", "infra", "product-bug"]);
const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const problem = z.object({ code: z.string(), message: z.string(), hint: z.string().optional() });
const plan = z.string();
const phase = z.enum(PHASES);

const finding = z.object({
  check: z.string(),
  rule: z.string(),
  message: z.string(),
  file: z.string(),
  line: z.number(),
  column: z.number(),
  nodeid: z.string().optional(),
  verdict,
});

/** A scenario as one version of a plan has it; `line` is 1-based. */
const scenario = z.object({ id: z.string(), line: z.number(), text: z.string() });

/** Everything that can happen, one JSON object a line. Comment, summary, outputs and `--json` are views of these. */
const bodies = [
  z.object({
    type: z.literal("run.started"),
    runId: z.string(),
    version: z.string(),
    author: z.string(),
    repository: z.string(),
    head: z.string(),
    plans: z.array(plan),
  }),
  z.object({ type: z.literal("plan.started"), plan }),
  z.object({
    type: z.literal("plan.read"),
    plan,
    title: z.string(),
    scenarios: z.number(),
    generable: z.number(),
  }),
  z.object({
    type: z.literal("plan.changed"),
    plan,
    /** The path of the version compared with. */
    from: z.string(),
    renamed: z.boolean(),
    scenarios: z.array(
      z.object({
        kind: z.enum(["new", "gone", "meaning", "wording", "moved"]),
        /** Null for a new scenario. */
        before: scenario.nullable(),
        /** Null for one that is gone. */
        after: scenario.nullable(),
        fields: z.array(z.string()),
      }),
    ),
    /** Described tests of the earlier description that no longer hold; `file` is where they stand. */
    stale: z.array(z.object({ file: z.string(), test: z.string(), scenario: z.string() })),
    /** Tests whose expected outcome the plan changed, with those that stood for the scenario before. */
    oracles: z.array(z.object({ test: z.string(), scenario: z.string(), was: z.array(z.string()) })),
  }),
  z.object({ type: z.literal("phase.started"), plan, phase }),
  z.object({
    type: z.literal("phase.ended"),
    plan,
    phase,
    status: z.enum(["done", "degraded", "failed", "skipped"]),
    ms: z.number(),
    facts,
    problem: problem.optional(),
  }),
  z.object({
    type: z.literal("described"),
    plan,
    path: z.string(),
    oracles: z.record(z.string(), z.string()),
    uncovered: z.array(z.object({ scenario: z.string(), text: z.string(), reason: z.string() })),
  }),
  z.object({
    type: z.literal("drafted"),
    plan,
    files: z.array(z.string()),
    trace: z.array(
      z.object({
        test: z.string(),
        scenario: z.string(),
        nodeid: z.string(),
        status: z.enum(["implemented", "described"]),
        reason: z.string().nullable(),
        bindings: z.array(
          z.object({
            section: z.enum(["precondition", "step", "expected"]),
            text: z.string(),
            target: z.string(),
            score: z.number(),
          }),
        ),
      }),
    ),
  }),
  z.object({ type: z.literal("checked"), plan, phase, iteration: z.number(), findings: z.array(finding) }),
  z.object({
    type: z.literal("patch"),
    plan,
    phase,
    iteration: z.number(),
    by: z.string(),
    summary: z.string(),
    accepted: z.boolean(),
    reasons: z.array(z.object({ rule: z.string(), message: z.string(), line: z.number() })),
    diff: z.string(),
  }),
  z.object({
    type: z.literal("process"),
    command: z.string(),
    exitCode: z.number().nullable(),
    ms: z.number(),
    timedOut: z.boolean(),
  }),
  z.object({
    type: z.literal("evidence"),
    plan,
    run: z.number(),
    exitCode: z.number().nullable(),
    planned: z.number(),
    passed: z.number(),
    /** sha256 of the JUnit file. */
    junit: z.string().nullable(),
    log: z.string(),
    problem: z.string().nullable(),
  }),
  z.object({
    type: z.literal("control"),
    plan,
    /** Tests that were run without their steps. */
    planned: z.number(),
    /** Node ids of those that passed all the same. */
    unproven: z.array(z.string()),
    log: z.string(),
    problem: z.string().nullable(),
  }),
  z.object({
    type: z.literal("test"),
    plan,
    nodeid: z.string(),
    scenario: z.string(),
    status: z.enum(["passed", "healed", "flaky", "failed", "described", "not-run"]),
    verdict: verdict.nullable(),
    category: z.string(),
    attempts: z.number(),
    message: z.string(),
    signal: z.string(),
    suggestion: z.string(),
    detail: z.string(),
  }),
  z.object({ type: z.literal("lesson"), plan, title: z.string(), added: z.boolean(), reason: z.string() }),
  z.object({ type: z.literal("note"), plan, line: z.number(), message: z.string() }),
  z.object({
    type: z.literal("plan.ended"),
    plan,
    outcome: z.enum(OUTCOMES),
    reason: z.string(),
    files: z.array(z.string()),
  }),
  z.object({ type: z.literal("published"), commit: z.string().nullable(), url: z.string().nullable() }),
  z.object({ type: z.literal("warning"), message: z.string(), hint: z.string() }),
  z.object({ type: z.literal("run.ended"), ms: z.number(), problem: problem.optional() }),
] as const;

const stamp = z.object({ at: z.iso.datetime() });

export const eventBody = z.discriminatedUnion("type", bodies);
export const journalEvent = z.intersection(stamp, eventBody);

export type EventBody = z.infer<typeof eventBody>;
export type JournalEvent = z.infer<typeof journalEvent>;
export type EventOf<T extends EventBody["type"]> = Extract<JournalEvent, { type: T }>;
