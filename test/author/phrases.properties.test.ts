import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectation } from "../../src/author/offline/describe/expectation.ts";
import { readSentence } from "../../src/author/offline/describe/phrases.ts";
import { saysRefused } from "../../src/author/offline/describe/refusals.ts";
import { camelCase, isNegated, snakeCase, stems } from "../../src/author/offline/words.ts";

/** No single text may take longer than this, however it is made; the runner stops and fails there. */
const NO_HANG = { interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true };

/** Words that every rule of the reader looks for, so that each of them is tried in places nobody thought of. */
const WORDS =
  "verify that the a an VM VMs virtual machine running stopped paused is are not never no longer cannot can't without after when " +
  "while once because and then or by an unprivileged user users admin rejected refused denied fails gets new boot ID keeps its " +
  'reset restart pause resetting paused migrated migration snapshot of restore with two disks "Running" "a b" 42 , . ; : it been ' +
  "being has been hot-plugged live-migrated soft hard create creation to from before until";
const word = fc.constantFrom(...WORDS.split(" "));
const salad = fc.array(word, { minLength: 1, maxLength: 25 }).map((words) => words.join(" "));
const anyText = fc.oneof(
  salad,
  fc.string({ maxLength: 200 }),
  fc.string({ unit: "grapheme", maxLength: 200 }),
);

/** 20 kB of one piece again and again: what makes a careless pattern run for minutes. */
const repeated = fc
  .oneof(
    word.map((one) => `${one} `),
    fc.tuple(word, word).map((two) => `${two.join(" ")} `),
    fc.constantFrom(
      " ",
      ".",
      "a",
      "-",
      '"',
      "VM with ",
      "is rejected and ",
      ", then ",
      "after after",
      "its ",
      "'s ",
      "🙂",
    ),
  )
  .map((piece) => piece.repeat(Math.ceil(20_000 / piece.length)));

const linesOf = (sentence: string): string[] => {
  const { preconditions, steps, expected } = readSentence(sentence);
  return [...preconditions, ...steps, ...expected];
};

describe("any text as a sentence of a plan", () => {
  it("is read into lines of text, each of them on one line", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lines = linesOf(text);
        expect(lines.filter((line) => line !== line.trim() || /\n/.test(line))).toEqual([]);
      }),
      NO_HANG,
    );
  });

  it("always has an outcome unless it has no words, and nothing is done that is not told apart from it", () => {
    fc.assert(
      fc.property(salad, (text) => {
        const { steps, expected, vague } = readSentence(text);
        expect(steps.length > 0).toBe(vague === null);
        if (/\bmachine\b/.test(text)) expect(expected.length).toBeGreaterThan(0);
      }),
      NO_HANG,
    );
  });

  it("never loses a negation: it is in a line, or something is refused", () => {
    fc.assert(
      fc.property(salad, (text) => {
        const lines = linesOf(text);
        const kept = lines.some((line) => isNegated(line) || saysRefused(line));
        expect({ text, lines, kept: kept || !isNegated(text) }).toMatchObject({ kept: true });
      }),
      { ...NO_HANG, numRuns: 1000 },
    );
  });

  it("never loses a quoted value", () => {
    fc.assert(
      fc.property(salad, fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ]{0,12}$/), salad, (before, value, after) => {
        const lines = linesOf(`${before.replaceAll('"', "")} "${value}" ${after.replaceAll('"', "")}`).join(
          "\n",
        );
        expect(lines.replaceAll(/\s+/g, " ")).toContain(value.replaceAll(/\s+/g, " ").trim());
      }),
      NO_HANG,
    );
  });

  it("never loses a word that no rule knows", () => {
    fc.assert(
      fc.property(salad, salad, (before, after) => {
        expect(linesOf(`${before} zebra ${after}`).join("\n").toLowerCase()).toContain("zebra");
      }),
      { ...NO_HANG, numRuns: 1000 },
    );
  });

  it("is read in reasonable time when it is 20 kB of the same words", () => {
    fc.assert(
      fc.property(repeated, (text) => {
        readSentence(text);
        expectation(text, "the VM");
        stems(text);
      }),
      { ...NO_HANG, numRuns: 60 },
    );
  });
});

describe("names made of any text", () => {
  it("are plain Python identifiers of limited length", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(snakeCase(text, 64)).toMatch(/^(?:[a-z][a-z0-9_]{0,64})?$/);
        expect(`Test${camelCase(text, 50)}`).toMatch(/^Test[A-Za-z0-9]{0,51}$/);
      }),
    );
  });

  it.each([
    ["Users cannot reset VMs", "users_cannot_reset_vms"],
    ["getGuestBootID", "get_guest_boot_id"],
    ["4 sockets of the VM's CPU", "n4_sockets_of_the_vms_cpu"],
    ["Zurück auf Los", "zuruck_auf_los"],
    ["—", ""],
  ])("%s becomes %s", (text, name) => {
    expect(snakeCase(text)).toBe(name);
  });
});

describe("stems", () => {
  it.each([
    ["resetting", "resets", "reset"],
    ["paused", "pausing", "pause"],
    ["stopped", "stopping", "stop"],
    ["migration", "migrated", "migrating"],
    ["snapshots", "snapshot", "snapshot"],
    ["boots", "booted", "booting"],
    ["restored", "restores", "restoring"],
    ["gracefully", "graceful", "graceful"],
  ])("%s, %s and %s are one word", (...forms) => {
    expect(new Set(forms.map((form) => stems(form).join(" "))).size).toBe(1);
  });

  it.each([
    ["reset", "restart"],
    ["pause", "unpause"],
    ["VM", "VMs"],
    ["VM", "VMI"],
    ["running", "not running"],
    ["with disks", "without disks"],
    ["two disks", "three disks"],
  ])("%s and %s stay apart", (one, other) => {
    expect(stems(one)).not.toEqual(stems(other));
  });

  it.each([
    ["the virtual machine", "VM"],
    ["2 disks", "two disks"],
    ["hot-plug a disk", "plug a disk"],
    ["no longer attached", "not attached"],
    ["powered off VM", "stopped VM"],
    ["users without the permission", "unprivileged user"],
  ])("%s means %s", (one, other) => {
    expect(stems(one)).toEqual(stems(other));
  });
});
