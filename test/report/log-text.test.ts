import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CommandReader, Lines } from "../../fixtures/runner/commands.ts";
import { logText } from "../../src/report/log-text.ts";

const NOTHING = "\u200b";

/** What a runner takes from a log: outputs, masks, annotations, and whether it still listens. */
function heard(text: string): unknown {
  const reader = new CommandReader();
  const lines = new Lines();
  for (const line of [...lines.push(text), ...lines.end()]) reader.read(line);
  reader.read("::notice::still listening");
  const { annotations, masks, outputs } = reader;
  return { annotations, masks, outputs };
}
const SILENCE = heard("");

describe("text in a log", () => {
  test.each([
    "::error::x",
    "  ::set-output name=outcome::passed",
    "a\n::add-mask::e",
    "a\r::stop-commands::x",
    "##[error]x",
    "title ##[group]x",
    "title #\u200b#[warning]x",
    "\u200b::error::x",
    "\u001b[31m::error::x",
    "##\u0007[error]x",
    "\u00a0\u3000::error file=a::x",
    "\u2028::error::x",
  ])("is never a command: %j", (text) => {
    expect(heard(logText(text))).toEqual(SILENCE);
  });

  test("is never a command, however it is put together", () => {
    const piece = fc.constantFrom(
      "::",
      "##",
      "[",
      "error",
      "]",
      "#",
      ":",
      " ",
      "\t",
      "\n",
      "\r",
      NOTHING,
      "\u001b[1m",
      "x",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expect(heard(logText(pieces.join("")))).toEqual(SILENCE);
      }),
      { numRuns: 2000 },
    );
  });

  test("stays as it is where it is none", () => {
    const text = "tests/test_a.py::TestA::test_b failed\n  - item: 1 ## [x]";
    expect(logText(text)).toBe(text);
  });

  test("reads the same to people", () => {
    const text = "##[group]a\n  ::error::b";
    expect(logText(text).replaceAll(NOTHING, "")).toBe(text);
  });
});
