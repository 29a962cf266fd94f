import { describe, expect, it } from "vitest";
import { checkGraveyard } from "../../src/graveyard/check.ts";
import { collectLessons } from "../../src/graveyard/collect.ts";
import { renderLesson } from "../../src/graveyard/record.ts";
import { loadPython } from "../../src/python/parser.ts";
import { lesson } from "./support.ts";

const python = await loadPython();

describe("checking GRAVEYARD.md", () => {
  it("says of each entry, with its line, what keeps it from being used in full", () => {
    const entries = [
      lesson({ title: "Fine" }),
      lesson({ title: "Twice", wrongCode: "$VM . restart( )" }),
      lesson({ title: "Words", wrongCode: "do not restart" }),
      lesson({ title: "Comment", wrongCode: "time.sleep($N)", correctCode: "# Advice" }),
      lesson({ title: "Odd", category: "Odd", wrongCode: "odd($VM)" }),
    ].map(renderLesson);
    const broken = renderLesson(lesson({ title: "Broken", wrongCode: "x()" })).replace(
      "### How to Avoid",
      "",
    );
    const text = [...entries, broken].join("\n");
    const lineOf = (title: string) => text.slice(0, text.indexOf(`## Entry: ${title}`)).split("\n").length;
    expect(checkGraveyard(python, text)).toEqual([
      {
        line: lineOf("Twice"),
        severity: "warning",
        message: 'entry "Twice": the same mistake as the entry in line 1',
      },
      {
        line: lineOf("Words"),
        severity: "note",
        message: expect.stringMatching(/never looked for: .*not Python/),
      },
      {
        line: lineOf("Comment"),
        severity: "note",
        message: expect.stringMatching(/never replaced: .*a comment/),
      },
      { line: lineOf("Odd"), severity: "warning", message: expect.stringContaining('"Odd" is not one of') },
      {
        line: lineOf("Broken"),
        severity: "error",
        message: expect.stringContaining('"How to Avoid" is missing'),
      },
    ]);
  });

  it("finds nothing in an empty file", () => {
    expect(checkGraveyard(python, "")).toEqual([]);
  });
});

describe("lessons of several files", () => {
  it("come in the order of the files, the later file overruling the earlier", () => {
    const starter = [lesson(), lesson({ title: "Sleep", wrongCode: "time.sleep($N)" })]
      .map(renderLesson)
      .join("\n");
    const own = [
      lesson({ title: "Our restart", wrongCode: "$MACHINE.restart()", correctCode: "# We wait elsewhere" }),
      lesson({ title: "Ours", wrongCode: "ours()" }),
    ].map(renderLesson);
    const lessons = collectLessons([
      { path: "starters.md", text: starter },
      { path: "GRAVEYARD.md", text: own.join("\n") },
    ]);
    expect(lessons.map(({ title, source }) => `${source.file}: ${title}`)).toEqual([
      "starters.md: Sleep",
      "GRAVEYARD.md: Our restart",
      "GRAVEYARD.md: Ours",
    ]);
  });
});
