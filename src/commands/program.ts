import { Command, CommanderError, Option } from "commander";
import { describeError, exitCodeOf, TestgenError } from "../errors.ts";
import { authorNames, version } from "../wiring.ts";
import { classifyCommand } from "./classify.ts";
import { type DescribeOptions, describeCommand } from "./describe.ts";
import { doctorCommand } from "./doctor.ts";
import { exploreCommand } from "./explore.ts";
import { gateCommand } from "./gate.ts";
import { graveyardCheck, graveyardMerge } from "./graveyard.ts";
import { type Io, processIo } from "./io.ts";
import { type PlanOptions, planCommand } from "./plan.ts";
import { resultsCommand } from "./results.ts";
import { type RunOptions, runCommand } from "./run.ts";
import type { SessionOptions } from "./session.ts";
import { healCommand, typesCommand, verifyCommand } from "./single-file.ts";

/**
 * The terminal's door. Exit: 0 done, 1 done with failures to look at, 2 bad input or usage, 3 environment. `--json`
 * prints exactly one document on stdout; everything else goes to stderr.
 */
export async function cli(args: readonly string[], io: Io = processIo()): Promise<number> {
  let code = 0;
  const program = buildProgram(io, (exitCode) => {
    code = exitCode;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    io.note(`testgen: ${describeError(error)}`);
    if (!(error instanceof TestgenError) && error instanceof Error && io.env.TESTGEN_DEBUG)
      io.note(String(error.stack));
    return exitCodeOf(error);
  }
}

type JsonOption = { readonly json?: boolean };

function buildProgram(io: Io, end: (code: number) => void): Command {
  const wrap =
    <Given extends unknown[]>(work: (...given: Given) => Promise<number>) =>
    async (...given: Given): Promise<void> => {
      end(await work(...given));
    };
  const program = new Command("testgen")
    .description("From a Software Test Plan to a proven pytest test.")
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.note(text) })
    .addHelpText(
      "after",
      "\nExit: 0 done, 1 done with failures to look at, 2 bad input or usage, 3 environment.",
    )
    .showHelpAfterError("(testgen --help lists the commands)");
  const command = (usage: string, description: string): Command =>
    program.command(usage).description(description).option("--json", "one JSON document on stdout");
  const onRepository = (one: Command): Command =>
    one
      .option("--repo <dir>", "root of the pytest repository", ".")
      .option("--pytest-command <command>", "how pytest is started", "python3 -m pytest")
      .option("--pyright-command <command>", "how pyright is started (beside testgen, or on PATH)");
  const onCheckout = (one: Command): Command =>
    onRepository(one)
      .option("--graveyard <path>", "the repository's log of known mistakes", "GRAVEYARD.md")
      .option("--evidence <dir>", "where journal, JUnit files and logs go (a temporary directory)");

  onCheckout(command("run <stp...>", "all six phases on a checkout: description, tests, checks, cluster"))
    .addOption(
      new Option("--author <name>", `who writes text and code: ${authorNames().join(", ")}`).default(
        "offline",
      ),
    )
    .option("--against <old>", "an earlier version of the plan: its tests are continued")
    .option("--max-iterations <n>", "edits at most in phases 5 and 6 (10 and 3)")
    .option("--std-path <dir>", "directory of descriptions, inside the repository", "stds")
    .addOption(
      new Option("--std-format <format>", "form of the description")
        .choices(["markdown", "docstring"])
        .default("markdown"),
    )
    .action(wrap((stps: string[], options: RunOptions) => runCommand(io, stps, options)));
  command(
    "plan <stp...>",
    "what testgen reads in test plans: scenarios, tiers, advice; or what changed in one",
  )
    .option("--against <old>", "an earlier version of the plan to compare with")
    .action(wrap((stps: string[], options: PlanOptions) => planCommand(io, stps, options)));
  command("describe [stp]", "write the description of a plan, or check one that exists")
    .addOption(
      new Option("--format <format>", "form of the description")
        .choices(["markdown", "docstring", "json"])
        .default("markdown"),
    )
    .option("--check <std>", "check this description; with an STP, also that it is still the plan's")
    .action(wrap((stp: string | undefined, options: DescribeOptions) => describeCommand(io, stp, options)));
  command("explore [dir]", "index a suite: fixtures, helpers, constants, markers").action(
    wrap((dir: string | undefined, options: JsonOption) => exploreCommand(io, dir ?? ".", options)),
  );
  onCheckout(
    command("verify <file>", "check a test file against the lessons of GRAVEYARD.md and mend it (phase 4)"),
  ).action(wrap((file: string, options: SessionOptions) => verifyCommand(io, file, options)));
  onCheckout(
    command("types <file>", "run pyright on a file and mend what it finds, without silencing it (phase 5)"),
  )
    .option("--max-iterations <n>", "edits at most (10)")
    .action(wrap((file: string, options: SessionOptions) => typesCommand(io, file, options)));
  onCheckout(
    command("heal <file>", "run a test file on the cluster and mend the tests, never the oracle (phase 6)"),
  )
    .option("--max-iterations <n>", "edits at most (3)")
    .action(wrap((file: string, options: SessionOptions) => healCommand(io, file, options)));
  command("results <xml...>", "read JUnit files of any tool").action(
    wrap((files: string[], options: JsonOption) => resultsCommand(io, files, options)),
  );
  command("classify", "a verdict for each failure on stdin (JSON lines)").action(
    wrap(() => classifyCommand(io)),
  );
  command("gate <before> <after>", "judge an edit of a test file: refused when it proves less than before")
    .option("--description <std>", "the description that the tests must still say")
    .action(
      wrap((before: string, after: string, options: JsonOption & { readonly description?: string }) =>
        gateCommand(io, before, after, options),
      ),
    );
  const graveyard = program.command("graveyard").description("check or merge a log of known mistakes");
  graveyard
    .command("check [file]")
    .description("is every lesson complete and usable (GRAVEYARD.md)")
    .option("--json", "one JSON document on stdout")
    .action(
      wrap((file: string | undefined, options: JsonOption) =>
        graveyardCheck(io, file ?? "GRAVEYARD.md", options),
      ),
    );
  graveyard
    .command("merge <base> <ours> <theirs>")
    .description("the three-way merge, on stdout")
    .action(wrap((base: string, ours: string, theirs: string) => graveyardMerge(io, base, ours, theirs)));
  onRepository(command("doctor", "is everything here that a run needs")).action(
    wrap((options: SessionOptions) => doctorCommand(io, options)),
  );
  return program;
}
