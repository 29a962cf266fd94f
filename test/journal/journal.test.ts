import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventBody } from "../../src/journal/events.ts";
import { openJournal, parseJournal } from "../../src/journal/journal.ts";
import { makeRedactor } from "../../src/process/redact.ts";
import { stories } from "../report/stories.ts";
import { record } from "../report/story.ts";

const note = (message: string): EventBody => ({ type: "note", plan: "stps/a.md", line: 1, message });

/** A journal that keeps its lines as the file would. */
function open(secrets: readonly string[] = []) {
  const lines: string[] = [];
  const journal = openJournal({
    now: () => new Date("2026-01-05T09:00:00Z"),
    sink: (line) => lines.push(line),
    redact: makeRedactor(secrets),
  });
  return { journal, lines };
}

const written = (bodies: readonly EventBody[]): string =>
  record(bodies)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join("");

describe("writing", () => {
  test("every event is one line, stamped, at once", () => {
    const { journal, lines } = open();
    journal.append(note("first\nline"));
    expect(lines).toEqual([
      '{"at":"2026-01-05T09:00:00.000Z","type":"note","plan":"stps/a.md","line":1,"message":"first\\nline"}\n',
    ]);
    journal.append(note("second"));
    expect(lines).toHaveLength(2);
    expect(journal.events.map((event) => event.type === "note" && event.message)).toEqual([
      "first\nline",
      "second",
    ]);
  });

  test("listeners hear of an event after it is on file", () => {
    const order: string[] = [];
    const journal = openJournal({
      now: () => new Date(),
      sink: () => order.push("file"),
      onEvent: () => order.push("listener"),
    });
    journal.append(note("x"));
    expect(order).toEqual(["file", "listener"]);
  });

  test("what happened stays as it was, whatever becomes of the caller's lists", () => {
    const { journal } = open();
    const files = ["a.py"];
    journal.append({ type: "plan.ended", plan: "p", outcome: "passed", reason: "", files });
    files.push("b.py");
    expect(journal.events).toMatchObject([{ files: ["a.py"] }]);
  });
});

describe("secrets", () => {
  test.each([
    ["plain", "hunter2-secret"],
    ["with quotes and backslashes", 'p"a\\s"s\\word'],
    ["of several lines", "line one\nline two\tend"],
    ["that looks like a number", "123456"],
    ["that looks like JSON", '","type":"'],
    ["named like a field", "message"],
  ])("%s are nowhere: not on file, not in memory", (_, secret) => {
    const { journal, lines } = open([secret]);
    const given = `before ${secret} after`;
    journal.append({
      type: "described",
      plan: "stps/a.md",
      path: "stds/a.md",
      oracles: { [given]: given },
      uncovered: [{ scenario: given, text: given, reason: given }],
    });
    journal.append({ type: "process", command: given, exitCode: 0, ms: 123456, timedOut: false });
    const kept = "before *** after";
    expect(journal.events).toMatchObject([
      { oracles: { [kept]: kept }, uncovered: [{ scenario: kept, text: kept, reason: kept }] },
      { command: kept, exitCode: 0, ms: 123456 },
    ]);
    expect(lines.map((line) => JSON.parse(line))).toEqual(journal.events);
  });

  test("anything that looks like a token goes too", () => {
    const { journal } = open();
    journal.append(note(`Authorization: Bearer ${"a".repeat(40)} and ghp_${"b".repeat(36)}`));
    expect(JSON.stringify(journal.events)).not.toMatch(/a{40}|b{36}/);
  });
});

describe("reading", () => {
  test("gives back what was written, for every story", () => {
    for (const story of Object.values(stories)) {
      expect(parseJournal(written(story), "journal.jsonl")).toEqual(record(story));
    }
  });

  test("any text comes back as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(parseJournal(written([note(text)]), "j")).toMatchObject([{ message: text }]);
      }),
    );
  });

  test("an empty file is an empty journal; blank lines and CRLF do no harm", () => {
    expect(parseJournal("", "j")).toEqual([]);
    expect(
      parseJournal(`\n${written([note("a"), note("b")]).replaceAll("\n", "\r\n\r\n")}`, "j"),
    ).toHaveLength(2);
  });

  test("a last line that was cut is left out, wherever it was cut", () => {
    const text = written([note("a"), note("b")]);
    const [first = ""] = text.split("\n");
    for (let end = first.length + 1; end < text.length - 1; end += 1) {
      expect(parseJournal(text.slice(0, end), "j")).toHaveLength(1);
    }
    expect(parseJournal(text.trimEnd(), "j")).toHaveLength(2);
  });

  test.each([
    ["not JSON", "oops", "expected object"],
    ["not an event", "[]", "expected object"],
    ["an unknown type", '{"at":"2026-01-05T09:00:00.000Z","type":"hacked"}', "type: "],
    ["no time", '{"type":"warning","message":"m","hint":"h"}', "at: "],
    ["a wrong time", '{"at":"yesterday","type":"warning","message":"m","hint":"h"}', "at: "],
    [
      "a changed field",
      '{"at":"2026-01-05T09:00:00.000Z","type":"note","plan":"p","line":"1","message":"m"}',
      "line: ",
    ],
    [
      "an invented outcome",
      '{"at":"2026-01-05T09:00:00.000Z","type":"plan.ended","plan":"p","outcome":"great","reason":"","files":[]}',
      "outcome: ",
    ],
    ["a truncated line in the middle", '{"at":"2026-01-05T09', "expected object"],
  ])("%s: refused with file, line and field", (_, line, reason) => {
    const text = `${written([note("a")])}${line}\n${written([note("b")])}`;
    expect(() => parseJournal(text, "evidence/journal.jsonl")).toThrow(
      expect.objectContaining({
        kind: "input",
        code: "journal.unreadable",
        message: expect.stringMatching(/^evidence\/journal\.jsonl:2: not a journal event \(/),
      }),
    );
    expect(() => parseJournal(text, "j")).toThrow(reason);
    // A whole line at the end was not cut but written so.
    expect(() => parseJournal(`${line}\n`, "j")).toThrow("j:1: ");
  });
});
