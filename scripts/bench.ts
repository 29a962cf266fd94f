import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PRODUCT_BUG, startExample, TRANSIENT_FAULT } from "../fixtures/world/example.ts";

/** Timings that matter to a user, each side by side with its alternative in the same run, as a ratio of medians. */
const INDEX = join(import.meta.dirname, "..", "dist", "index.js");
const PAIRS = 41;

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

function timeOf(args: readonly string[], env: Record<string, string>): number {
  const started = process.hrtime.bigint();
  const result = spawnSync(process.execPath, args, { env, stdio: "ignore" });
  if (result.status !== 0) throw new Error(`${args.join(" ")} ended with ${result.status}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

/** Runs the two commands in turn and compares them pair by pair: the machine's mood changes both alike. */
function compare(name: string, event: Record<string, string>): void {
  const base = { PATH: process.env.PATH ?? "" };
  const ours: number[] = [];
  const bare: number[] = [];
  for (let pair = 0; pair < PAIRS + 3; pair += 1) {
    const times = [timeOf([INDEX], { ...base, ...event }), timeOf(["-e", "0"], base)] as const;
    if (pair < 3) continue; // warm-up
    ours.push(times[0]);
    bare.push(times[1]);
  }
  const ratio = median(ours.map((time, index) => time / (bare[index] ?? 1)));
  console.log(
    `${name}: ${median(ours).toFixed(1)} ms, node -e 0: ${median(bare).toFixed(1)} ms, ratio ${ratio.toFixed(2)}`,
  );
}

interface TimedEvent {
  readonly type: string;
  readonly ms?: number;
  readonly at: string;
}

/** The pipeline's own time in the demo's run: from the first plan's start to the last one's end, less its children's. */
async function pipeline(): Promise<void> {
  const example = await startExample({
    plans: ["stps/sig-virt/vm-hard-reset.md", "stps/sig-storage/vm-snapshot-restore.md"],
    faults: [PRODUCT_BUG, TRANSIENT_FAULT],
  });
  try {
    const result = await example.run();
    const events = readFileSync(join(result.outputs.evidence ?? "", "journal.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as TimedEvent);
    const first = events.findIndex(({ type }) => type === "plan.started");
    const last = events.findLastIndex(({ type }) => type === "plan.ended");
    const span = Date.parse(events[last]?.at ?? "") - Date.parse(events[first]?.at ?? "");
    const children = events
      .slice(first, last + 1)
      .reduce((sum, event) => sum + (event.type === "process" ? (event.ms ?? 0) : 0), 0);
    console.log(
      `pipeline of the demo: ${span} ms, of which children (pytest, pyright) ${children} ms, own ${span - children} ms`,
    );
    await result.cleanup();
  } finally {
    await example.close();
  }
}

const folder = mkdtempSync(join(tmpdir(), "testgen-bench-"));
try {
  const payload = join(folder, "event.json");
  mkdirSync(join(folder, ".git"));
  writeFileSync(payload, JSON.stringify({ action: "created", comment: { body: "Looks good to me." } }));
  compare("a comment without /testgen", { GITHUB_EVENT_NAME: "issue_comment", GITHUB_EVENT_PATH: payload });
  compare("a pull request without plans", {
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: payload,
    GITHUB_WORKSPACE: folder,
    "INPUT_STP-PATHS": "stps/**/*.md\n!stps/**/*template*/**",
  });
  await pipeline();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
