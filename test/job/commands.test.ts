import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HELP, parseCommand } from "../../src/job/commands.ts";

const RUN = { name: "run", plans: [] };

describe("a command", () => {
  test.each<[string, unknown]>([
    ["/testgen run", RUN],
    ["/testgen\trun  ", RUN],
    ["Thanks!\r\n\r\n/testgen run\r\nand more", RUN],
    ["/testgen", { name: "help" }],
    ["/testgen help", { name: "help" }],
    ["/testgen run stps/a.md stps/b.md", { name: "run", plans: ["stps/a.md", "stps/b.md"] }],
    [`/testgen run "stps/my plan.md" stps/ü.md`, { name: "run", plans: ["stps/my plan.md", "stps/ü.md"] }],
    ["/testgen run __proto__ constructor", { name: "run", plans: ["__proto__", "constructor"] }],
    ["/testgen run\n/testgen help", RUN],
    ["/testgen run <!-- quietly -->", RUN],
    ["> /testgen help\n\n/testgen run", RUN],
    ["```\n/testgen help\n```\n/testgen run", RUN],
    ["```text``` is how to quote\n/testgen run", RUN],
    ["<!--\n/testgen help\n-->\n/testgen run", RUN],
  ])("%j", (body, command) => {
    expect(parseCommand(body)).toEqual(command);
  });

  test.each([
    ["/testgen __proto__", "__proto__"],
    ["/testgen constructor", "constructor"],
    ["/testgen Run", "Run"],
    ["/testgen run --force", "run --force"],
    ["/testgen run stps/a.md -x", "run stps/a.md -x"],
    [`/testgen run "open`, `run "open`],
    ["/testgen help me", "help me"],
  ])("%j is unknown, and told back", (body, text) => {
    expect(parseCommand(body)).toEqual({ name: "unknown", text });
  });

  test("what is told back of an unknown command is short", () => {
    expect(parseCommand(`/testgen ${"help ".repeat(10_000)}`)).toMatchObject({
      name: "unknown",
      text: expect.stringMatching(/^.{200}$/),
    });
  });
});

describe("not a command", () => {
  test.each([
    "",
    "/testgenx",
    "/testgen-run",
    " /testgen run",
    "\t/testgen run",
    "please /testgen run",
    "\u200b/testgen run",
    "\ufeff/testgen run",
    "／testgen run",
    "/Testgen run",
    "/testgen\u00a0run",
    "`/testgen run`",
    "> /testgen run",
    "- /testgen run",
    "    /testgen run",
    "```\n/testgen run\n```",
    "```sh\n/testgen run",
    "~~~~\n/testgen run\n~~~\n/testgen run\n~~~~",
    "```\n``` not the end\n/testgen run\n```",
    "   ````\n```\n/testgen run\n````",
    "<!-- /testgen run -->",
    "<!--\n/testgen run\n-->",
    "<!-- open\n/testgen run",
    "/test<!-- x -->gen run",
    "<!-- a --> <!-- b\n/testgen run\n-->",
  ])("%j", (body) => {
    expect(parseCommand(body)).toBeNull();
  });
});

describe("any comment", () => {
  test("is read without throwing, also the longest", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: "binary" }),
            fc.constantFrom("/testgen ", "```", "<!--", "-->", "\n", '"'),
          ),
        ),
        (parts) => {
          parseCommand(parts.join(""));
        },
      ),
    );
    for (const unit of ["<!--", "`", "/testgen ", "\n", '"', "\\", "~~~\n", "a"]) {
      parseCommand(unit.repeat(65_536 / unit.length));
      parseCommand(`/testgen run ${unit.repeat(65_536 / unit.length)}`);
    }
  });

  test("a command at the end of the longest comment is found", () => {
    const command = "\n/testgen run";
    expect(parseCommand("x".repeat(65_536 - command.length) + command)).toEqual(RUN);
  });
});

test("the help names every command there is", () => {
  const named = [...HELP.matchAll(/\/testgen (\w+)/g)].map(([, name]) => name);
  expect([...new Set(named)].sort()).toEqual(["help", "run"]);
});
