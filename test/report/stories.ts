import type { EventBody, PhaseName } from "../../src/journal/events.ts";
import { PHASES } from "../../src/journal/events.ts";
import { ended, phase, planEnded, started, type Test, test } from "./story.ts";

/** Runs as the pipeline tells them, written down by hand: what a reader sees of each is a golden file. */

export const RESET = "stps/sig-virt/vm-hard-reset.md";
export const SNAPSHOT = "stps/sig-storage/vm-snapshot.md";
const RESET_TESTS = "tests/virt/lifecycle/test_vm_hard_reset.py::TestHardReset";
const SNAPSHOT_TESTS = "tests/storage/test_vm_snapshot.py::TestVmSnapshot";

const skipped = (plan: string, ...names: PhaseName[]): EventBody[] =>
  names.map((name) => ({ type: "phase.ended", plan, phase: name, status: "skipped", ms: 0, facts: {} }));

const read = (plan: string, title: string, scenarios: number): EventBody[] => [
  { type: "plan.started", plan },
  { type: "phase.started", plan, phase: "describe" },
  { type: "plan.read", plan, title, scenarios, generable: scenarios },
];

/** The first three phases of the example plan, three scenarios. */
const drafted: EventBody[] = [
  ...read(RESET, "Hard Reset of a Virtual Machine", 3),
  {
    type: "note",
    plan: RESET,
    line: 44,
    message: "2 expected results: one scenario, one outcome, or one failure hides the others",
  },
  ...phase(RESET, "describe", { scenarios: 3, tests: 3 }).slice(1),
  ...phase(RESET, "explore", { fixtures: 87, helpers: 282, lessons: 21 }),
  {
    type: "described",
    plan: RESET,
    path: "stds/sig-virt/vm_hard_reset.md",
    oracles: {},
    uncovered: [{ scenario: "VIRT-4101-4", text: "Upstream", reason: "covered upstream: Tier 1" }],
  },
  {
    type: "drafted",
    plan: RESET,
    files: ["tests/virt/lifecycle/test_vm_hard_reset.py"],
    trace: ["test_new_boot_id", "test_paused_vm_is_rejected", "test_journal_names_the_reset"].map(
      (name, index) => ({
        test: `TestHardReset::${name}`,
        scenario: `VIRT-4101-${index + 1}`,
        nodeid: `${RESET_TESTS}::${name}`,
        status: index < 2 ? ("implemented" as const) : ("described" as const),
        reason: index < 2 ? null : "no helper of the suite reads the guest's journal",
        bindings:
          index === 1
            ? [
                {
                  section: "expected" as const,
                  text: "Request is rejected",
                  target: "pytest.raises",
                  score: 1,
                },
              ]
            : [],
      }),
    ),
  },
  ...phase(RESET, "draft", { lines: 153, implemented: 2, described: 1 }),
];

/** The plan as it is now against what the base has: every kind of change, a new place, and what it means for tests. */
const CHANGED: EventBody = {
  type: "plan.changed",
  plan: RESET,
  from: "stps/sig-compute/reset.md",
  renamed: true,
  scenarios: [
    {
      kind: "wording",
      before: { id: "VIRT-4101-1", line: 80, text: "Verify a new boot ID after a reset" },
      after: { id: "VIRT-4101-1", line: 83, text: "Confirm the new boot ID after the reset" },
      fields: ["text", "priority"],
    },
    {
      kind: "meaning",
      before: { id: "VIRT-4102-2", line: 95, text: "Verify a reset of a paused VM is accepted" },
      after: { id: "VIRT-4102-1", line: 99, text: "Verify a reset of a paused VM is rejected" },
      fields: ["text", "negative"],
    },
    {
      kind: "moved",
      before: { id: "VIRT-4101-2", line: 84, text: "Verify the VM is Running after a reset" },
      after: { id: "VIRT-4101-3", line: 91, text: "Verify the VM is Running after a reset" },
      fields: ["id"],
    },
    {
      kind: "new",
      before: null,
      after: { id: "VIRT-4101-2", line: 87, text: "Verify the journal names the reset" },
      fields: [],
    },
    {
      kind: "gone",
      before: { id: "VIRT-4102-1", line: 93, text: "Verify a stopped VM is rejected" },
      after: null,
      fields: [],
    },
  ],
  stale: ["test_paused_vm_is_accepted", "test_stopped_vm_is_rejected"].map((name, index) => ({
    file: "stds/sig-virt/vm_hard_reset.md",
    test: `TestHardReset::${name}`,
    scenario: `VIRT-4102-${2 - index}`,
  })),
  oracles: [
    {
      test: "TestHardReset::test_paused_vm_is_rejected",
      scenario: "VIRT-4102-1",
      was: ["TestHardReset::test_paused_vm_is_accepted"],
    },
  ],
};

const verified: EventBody[] = [
  {
    type: "patch",
    plan: RESET,
    phase: "verify",
    iteration: 1,
    by: "lesson:Hard reset without waiting",
    summary: "waits for the reset",
    accepted: true,
    reasons: [],
    diff: "@@ -34 +34 @@\n-        running_vm.reset()\n+        running_vm.reset(wait=True)",
  },
  ...phase(RESET, "verify", { violations: 1, fixed: 1 }),
  ...phase(RESET, "types", { before: 2, errors: 0, iterations: 1, clean: true }, { ms: 2_300 }),
];

const FILES = ["stds/sig-virt/vm_hard_reset.md", "tests/virt/lifecycle/test_vm_hard_reset.py"];

const PRODUCT_BUG: Test = {
  nodeid: `${RESET_TESTS}::test_paused_vm_is_rejected`,
  scenario: "VIRT-4101-2",
  status: "failed",
  verdict: "product-bug",
  category: "assertion",
  message: "Failed: DID NOT RAISE InvalidError",
  signal: "DID NOT RAISE InvalidError",
  suggestion: "Compare the product's behaviour with the expected line and report the difference.",
  detail:
    "        with pytest.raises(InvalidError):\n>           paused_vm.reset()\nE           Failed: DID NOT RAISE InvalidError\n\ntests/virt/lifecycle/test_vm_hard_reset.py:120: Failed",
};

const DESCRIBED: Test = {
  nodeid: `${RESET_TESTS}::test_journal_names_the_reset`,
  scenario: "VIRT-4101-3",
  status: "described",
  attempts: 0,
};

const ran = (...tests: Test[]): EventBody[] => tests.map((given) => test(RESET, given));

export const stories: Readonly<Record<string, readonly EventBody[]>> = {
  begun: [started(RESET)],

  running: [
    started(RESET, SNAPSHOT),
    ...drafted,
    ...phase(RESET, "verify", { violations: 1, fixed: 1 }),
    ...phase(RESET, "types", {}, { status: "degraded" }),
    { type: "phase.started", plan: RESET, phase: "run" },
  ],

  passed: [
    started(SNAPSHOT),
    ...read(SNAPSHOT, "VM Snapshot and Restore", 3),
    ...phase(SNAPSHOT, "describe", { scenarios: 3, tests: 3 }).slice(1),
    ...phase(SNAPSHOT, "explore", { fixtures: 87, helpers: 282, lessons: 1 }),
    {
      type: "drafted",
      plan: SNAPSHOT,
      files: ["tests/storage/test_vm_snapshot.py"],
      trace: [
        {
          test: "TestVmSnapshot::test_ready",
          scenario: "VIRT-3300-1",
          nodeid: `${SNAPSHOT_TESTS}::test_ready`,
          status: "implemented",
          reason: null,
          bindings: [],
        },
      ],
    },
    ...phase(SNAPSHOT, "draft", { lines: 96, implemented: 3, described: 0 }),
    ...phase(SNAPSHOT, "verify", { violations: 0, fixed: 0 }),
    ...phase(SNAPSHOT, "types", { before: 0, errors: 0, iterations: 0, clean: true }),
    {
      type: "patch",
      plan: SNAPSHOT,
      phase: "run",
      iteration: 1,
      by: "rule:expected-exception",
      summary: "expects the refusal that was given: BadRequestError → InvalidError",
      accepted: true,
      reasons: [],
      diff: "@@ -92 +92 @@\n-        with pytest.raises(BadRequestError):\n+        with pytest.raises(InvalidError):",
    },
    ...phase(
      SNAPSHOT,
      "run",
      { passed: 3, implemented: 3, runs: 3, fixes: 1, retries: 1, "product bugs": 0 },
      { ms: 126_000 },
    ),
    test(SNAPSHOT, { nodeid: `${SNAPSHOT_TESTS}::test_ready`, scenario: "VIRT-3300-1" }),
    test(SNAPSHOT, {
      nodeid: `${SNAPSHOT_TESTS}::test_disk[a|b]`,
      scenario: "VIRT-3300-2",
      verdict: "retry",
      attempts: 3,
    }),
    test(SNAPSHOT, {
      nodeid: `${SNAPSHOT_TESTS}::test_restore_is_refused`,
      scenario: "VIRT-3300-3",
      status: "healed",
      attempts: 3,
    }),
    {
      type: "lesson",
      plan: SNAPSHOT,
      title: "restore_snapshot is refused with InvalidError",
      added: true,
      reason: "a new mistake",
    },
    { type: "lesson", plan: SNAPSHOT, title: "Known already", added: false, reason: "known" },
    planEnded(SNAPSHOT, "passed", "All 3 tests passed, more than once.", [
      "tests/storage/test_vm_snapshot.py",
    ]),
    {
      type: "published",
      commit: "89abcdef0123456789abcdef0123456789abcdef",
      url: "https://github.example/acme/virt-tests/commit/89abcdef0123456789abcdef0123456789abcdef",
    },
    ended(131_700),
  ],

  partial: [
    started(RESET),
    ...drafted,
    ...verified,
    {
      type: "patch",
      plan: RESET,
      phase: "run",
      iteration: 1,
      by: "rule:timeout",
      summary: "waits longer",
      accepted: false,
      reasons: [{ rule: "timeout-raised", message: "the plan says 5 minutes", line: 40 }],
      diff: "@@ -40 +40 @@\n-TIMEOUT = 300\n+TIMEOUT = 3000",
    },
    ...phase(
      RESET,
      "run",
      { passed: 1, implemented: 2, runs: 3, fixes: 0, retries: 0, "product bugs": 0 },
      { status: "degraded", ms: 6_800 },
    ),
    ...ran(
      { nodeid: `${RESET_TESTS}::test_new_boot_id`, scenario: "VIRT-4101-1" },
      {
        ...PRODUCT_BUG,
        verdict: "heal",
        category: "wait_timeout",
        signal: "TimeoutExpiredError",
        suggestion: "",
      },
      DESCRIBED,
    ),
    planEnded(RESET, "partial", "1 of 3 tests passed; 1 could not be healed, 1 is described only.", FILES),
    ended(12_400),
  ],

  "product-bug": [
    started(RESET),
    ...drafted,
    ...verified,
    ...phase(
      RESET,
      "run",
      { passed: 0, implemented: 1, runs: 2, fixes: 0, retries: 0, "product bugs": 1 },
      { status: "degraded", ms: 6_800 },
    ),
    ...ran(PRODUCT_BUG, DESCRIBED),
    planEnded(
      RESET,
      "blocked",
      "0 of 2 tests passed; 1 contradicts the plan (product bug), 1 is described only.",
      FILES,
    ),
    ended(12_400),
  ],

  infra: [
    started(RESET),
    ...drafted,
    ...verified,
    ...phase(
      RESET,
      "run",
      { passed: 0, implemented: 2, runs: 1, fixes: 0, retries: 0, "product bugs": 0 },
      {
        status: "failed",
        ms: 30_000,
        problem: {
          code: "cluster.unreachable",
          message: "The cluster does not answer: dial tcp 10.0.0.1:6443: connect: connection refused",
          hint: "Check KUBECONFIG and the network of the runner, then run again.",
        },
      },
    ),
    ...ran({
      nodeid: `${RESET_TESTS}::test_new_boot_id`,
      scenario: "VIRT-4101-1",
      status: "not-run",
      verdict: "infra",
      category: "cluster_unreachable",
      attempts: 1,
      signal: "connection refused",
      message: "dial tcp 10.0.0.1:6443: connect: connection refused",
    }),
    planEnded(RESET, "infra", "The cluster does not answer."),
    ended(45_000),
  ],

  failed: [
    started(RESET),
    { type: "plan.started", plan: RESET },
    ...phase(
      RESET,
      "describe",
      {},
      {
        status: "failed",
        ms: 20,
        problem: {
          code: "plan.unreadable",
          message: `${RESET}:1: is no test plan: it has no scenarios.`,
          hint: "Start from the template, or name another file.",
        },
      },
    ),
    ...skipped(RESET, ...PHASES.slice(1)),
    planEnded(RESET, "failed", `${RESET}:1: is no test plan: it has no scenarios.`),
    { type: "warning", message: "The job's token may not comment.", hint: "Give it `pull-requests: write`." },
    ended(300),
  ],

  changed: [
    started(RESET),
    ...drafted,
    CHANGED,
    ...verified,
    ...phase(RESET, "run", { passed: 2, implemented: 2, runs: 2, fixes: 0, retries: 0, "product bugs": 0 }),
    ...ran(
      { nodeid: `${RESET_TESTS}::test_new_boot_id`, scenario: "VIRT-4101-1" },
      { nodeid: `${RESET_TESTS}::test_paused_vm_is_rejected`, scenario: "VIRT-4102-1" },
    ),
    planEnded(RESET, "passed", "All 2 tests passed, more than once.", FILES),
    ended(12_400),
  ],

  described: [
    started(RESET),
    ...drafted,
    ...phase(RESET, "verify", { violations: 0, fixed: 0 }),
    ...phase(RESET, "types", { before: 0, errors: 0, iterations: 0, clean: true }),
    ...phase(RESET, "run", { implemented: 0 }, { status: "skipped" }),
    ...ran(DESCRIBED),
    planEnded(
      RESET,
      "described",
      "No test could be bound to the suite; the description is written.",
      FILES.slice(0, 1),
    ),
    ended(3_000),
  ],

  cancelled: [
    started(RESET, SNAPSHOT),
    ...drafted,
    ...phase(
      RESET,
      "verify",
      {},
      { status: "failed", problem: { code: "run.cancelled", message: "The run was cancelled." } },
    ),
    ...skipped(RESET, "types", "run"),
    planEnded(RESET, "infra", "The run was cancelled."),
    { type: "plan.started", plan: SNAPSHOT },
    { type: "phase.started", plan: SNAPSHOT, phase: "describe" },
    ended(9_900, {
      code: "run.cancelled",
      message: "The run was cancelled.",
      hint: "Start it again with /testgen run.",
    }),
  ],

  "nothing-to-do": [started(), ended(200)],
};
