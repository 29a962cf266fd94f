import { describe, expect, it } from "vitest";
import { environmentError } from "../../src/errors.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { problemOf, runPhase } from "../../src/pipeline/phase.ts";

const open = () => openJournal({ now: () => new Date(0) });

describe("a phase", () => {
  it("is in the journal with its start, its end and its figures", async () => {
    const journal = open();
    const value = await runPhase({ journal }, "stps/a.md", "draft", async () => ({
      value: 42,
      facts: { lines: 7 },
    }));
    expect(value).toBe(42);
    expect(journal.events).toMatchObject([
      { type: "phase.started", plan: "stps/a.md", phase: "draft" },
      { type: "phase.ended", plan: "stps/a.md", phase: "draft", status: "done", facts: { lines: 7 } },
    ]);
  });

  it("may end degraded with its problem, and still hands on what it has", async () => {
    const journal = open();
    const problem = environmentError({
      code: "pyright.missing",
      message: "No pyright.",
      hint: "Install it.",
    });
    const work = async () => ({ value: "draft", facts: {}, status: "degraded" as const, problem });
    expect(await runPhase({ journal }, "stps/a.md", "types", work)).toBe("draft");
    expect(journal.events[1]).toMatchObject({
      status: "degraded",
      problem: { code: "pyright.missing", message: "No pyright.", hint: "Install it." },
    });
  });

  it("that fails is in the journal before the error goes on", async () => {
    const journal = open();
    const work = async (): Promise<never> => {
      throw environmentError({ code: "cluster.gone", message: "No cluster." });
    };
    await expect(runPhase({ journal }, "stps/a.md", "run", work)).rejects.toMatchObject({
      code: "cluster.gone",
    });
    expect(journal.events[1]).toMatchObject({ status: "failed", problem: { code: "cluster.gone" } });
  });

  it("does not begin its work once the run is cancelled", async () => {
    const journal = open();
    let worked = false;
    const work = async () => {
      worked = true;
      return { value: 1, facts: {} };
    };
    await expect(runPhase({ journal, signal: AbortSignal.abort() }, "a.md", "run", work)).rejects.toThrow();
    expect(worked).toBe(false);
    expect(journal.events[1]).toMatchObject({ status: "failed", problem: { code: "run.cancelled" } });
  });
});

describe("what a reader is told of an error", () => {
  it.each<[string, unknown, object]>([
    [
      "one that is meant for readers",
      environmentError({ code: "x.y", message: "What.", hint: "Do." }),
      { code: "x.y", message: "What.", hint: "Do." },
    ],
    [
      "one without a hint",
      environmentError({ code: "x.y", message: "What." }),
      { code: "x.y", message: "What." },
    ],
    ["a cancelled run", new DOMException("stop", "AbortError"), { code: "run.cancelled" }],
    [
      "a defect of testgen",
      new TypeError("x is undefined"),
      { code: "testgen.defect", message: "testgen itself failed: x is undefined" },
    ],
    [
      "anything else that was thrown",
      "a text",
      { code: "testgen.defect", message: "testgen itself failed: a text" },
    ],
  ])("%s", (_, error, problem) => {
    expect(problemOf(error)).toMatchObject(problem);
  });
});
