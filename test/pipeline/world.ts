import { mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type Cluster, startCluster } from "../../fixtures/cluster/cluster.ts";
import type { Fault } from "../../fixtures/cluster/faults.ts";
import type { EventOf, JournalEvent } from "../../src/journal/events.ts";
import type { Effects, Settings } from "../../src/pipeline/effects.ts";
import type { PlanInput } from "../../src/pipeline/plan-input.ts";
import { type PlanResult, runPlans } from "../../src/pipeline/run-plans.ts";
import { wire } from "../../src/wiring.ts";
import { type Checkout, checkOut, PYRIGHT, toolEnv } from "../author/checkout.ts";
import { planText } from "../author/support.ts";

const PLANS = join(import.meta.dirname, "..", "..", "fixtures", "plans");

export interface WorldOptions {
  readonly faults?: readonly Fault[];
  /** Without: the tests find no cluster. */
  readonly cluster?: boolean;
}

export interface Ran {
  readonly results: readonly PlanResult[];
  readonly events: readonly JournalEvent[];
  of<T extends JournalEvent["type"]>(type: T, plan?: string): EventOf<T>[];
}

export interface RunOptions {
  readonly settings?: Partial<Settings>;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: JournalEvent) => void;
  readonly effects?: Partial<Effects>;
}

/** A checkout of the example suite, a cluster, and the real effects. */
export interface World {
  readonly checkout: Checkout;
  run(inputs: readonly PlanInput[], options?: RunOptions): Promise<Ran>;
  /** Every file of the checkout with its text, caches left out. */
  files(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export async function openWorld({ faults = [], cluster = true }: WorldOptions = {}): Promise<World> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "testgen-world-")));
  const checkout = await checkOut();
  const kubeconfig = join(folder, "kubeconfig");
  const running: Cluster | null = cluster ? await startCluster({ bootMs: 60, faults }) : null;
  running?.writeKubeconfig(kubeconfig);
  let runs = 0;
  return {
    checkout,
    async run(inputs, { settings, signal, onEvent, effects: other } = {}) {
      runs += 1;
      const effects = await wire({
        root: checkout.root,
        author: "offline",
        evidenceDirectory: join(folder, `evidence-${runs}`),
        env: { ...toolEnv(), KUBECONFIG: kubeconfig },
        testEnv: [],
        secrets: [],
        ...(signal ? { signal } : {}),
        ...(onEvent ? { onEvent } : {}),
      });
      const results = await runPlans({ ...effects, ...other }, { ...SETTINGS, ...settings }, inputs);
      const { events } = effects.journal;
      return {
        results,
        events,
        of: (type, plan) =>
          events.flatMap((event) =>
            event.type === type && (plan === undefined || ("plan" in event && event.plan === plan))
              ? [event as EventOf<typeof type>]
              : [],
          ),
      };
    },
    files: () => filesBelow(checkout.root),
    async close() {
      await running?.close();
      await checkout.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As the command line has them, without pyright: most runs need no second opinion on types. */
const SETTINGS: Settings = {
  stdPath: "stds",
  stdFormat: "markdown",
  graveyardPath: "GRAVEYARD.md",
  pytestCommand: ["python3", "-m", "pytest"],
  pyrightCommand: null,
  pyrightMaxIterations: 10,
  healMaxIterations: 3,
  retries: 2,
  confirmRuns: 1,
  runTimeoutMs: 100_000,
  typesTimeoutMs: 60_000,
};
export const WITH_PYRIGHT: Partial<Settings> = { pyrightCommand: PYRIGHT };

/** One of the example plans, under the path that the checkout would have it. */
export const example = (path: string): PlanInput => ({ path, read: () => readFile(join(PLANS, path)) });

/** A plan whose scenarios are these sentences. */
export const sentences = (path: string, lines: readonly string[]): PlanInput => ({
  path,
  read: async () => new TextEncoder().encode(planText(lines)),
});

async function filesBelow(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !/__pycache__|\.\w+_cache/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path) => [relative(root, path), await readFile(path, "utf8")] as const),
    ),
  );
}

/** What is in `after` and not, or otherwise, in `before`. */
export const changed = (before: Record<string, string>, after: Record<string, string>): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => before[path] !== after[path])
    .sort();
