import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cleanDocstring,
  decodeEscapes,
  pythonString,
  stringContent,
  summaryOf,
} from "../../src/python/literals.ts";
import { askPython } from "./python3.ts";

const NASTY = [
  "",
  '"',
  "'",
  '"""',
  "'''",
  "\\",
  "\\\\\\n",
  "\\N{BULLET}",
  "a\nb\r\nc\rd",
  "tab\tand\0nul",
  "\x07\b\f\v\x1b[31m",
  "\x7f\x80\x85\x9f\xa0",
  "\u2028\u2029\u202e\u200b\ufeff",
  "{not} %s {{an}} f-string",
  "é ü 漢字 😀 \u{e0041}",
  "\ud800",
  "x\udfff y",
  "$HOME $(id) `id`",
  "# not a comment",
];

describe("pythonString", () => {
  it("is one line that Python reads as the same text", () => {
    const values = [...NASTY, ...fc.sample(fc.string({ unit: "binary" }), 300)];
    const literals = values.map(pythonString);
    const read = askPython<{ value: string; lines: number }[]>(
      "import ast\nanswer = [{'value': ast.literal_eval(x), 'lines': len(x.splitlines())} for x in data]",
      literals,
    );
    expect(read).toEqual(values.map((value) => ({ value, lines: 1 })));
  });
});

describe("stringContent", () => {
  it.each([
    ['"a"', "a"],
    ["'it\\'s'", "it\\'s"],
    ['r"\\d"', "\\d"],
    ["Rb'x'", "x"],
    ['f"{x}"', "{x}"],
    ['"""a "quoted" word"""', 'a "quoted" word'],
    ["'''a\nb'''", "a\nb"],
    ['""', ""],
    ['""""""', ""],
    ['"a" + "b"', null],
    ['"a" "b"', null],
    ['"a\nb"', null],
    ['"a\\\nb"', "a\\\nb"],
    ['"a\\"', null],
    ['"""a""""', null],
    ["name", null],
    ["", null],
    ['ur"a"', null],
    ['("a")', null],
  ])("of %j is %j", (literal, content) => {
    expect(stringContent(literal)).toBe(content);
  });

  it("agrees with Python's tokenizer about what is one string", () => {
    const texts = fc
      .sample(
        fc.tuple(
          fc.constantFrom("", "r", "b", "R", "br"),
          fc.constantFrom('"', "'", '"""', "'''"),
          fc.array(fc.constantFrom('"', "'", "\\", "\n", "a", " ", "+", '"""'), { maxLength: 7 }),
        ),
        600,
      )
      .map(([prefix, quote, middle]) => `${prefix}${quote}${middle.join("")}${quote}`);
    const script = `
import io, tokenize
def only_string(text):
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return False
    return tokens[0].type == tokenize.STRING and tokens[0].string == text
answer = [only_string(text) for text in data]`;
    const truth = askPython<boolean[]>(script, texts);
    expect(truth).toContain(true);
    expect(truth).toContain(false);
    expect(texts.map((text) => stringContent(text) !== null)).toEqual(truth);
  });

  it("takes a long text apart", () => {
    const content = 'line \\" of text\n'.repeat(100_000);
    expect(stringContent(`"""${content}"""`)).toBe(content);
  });
});

describe("decodeEscapes", () => {
  it("gives the value that Python gives", () => {
    const parts = [
      "\\",
      "n",
      "t",
      "x",
      "4",
      "1",
      "0",
      "7",
      "u",
      "00e9",
      "U",
      "0001f600",
      "'",
      '"',
      "a",
      "\n",
      "d",
    ];
    const contents = fc
      .sample(fc.array(fc.constantFrom(...parts), { maxLength: 10 }), 500)
      .map((some) => some.join(""));
    const script = `
import ast, warnings
warnings.simplefilter("ignore")
def value(content):
    try:
        return ast.literal_eval('"""' + content + ' """')[:-1]
    except (SyntaxError, ValueError):
        return None
answer = [value(content) for content in data]`;
    const values = askPython<(string | null)[]>(script, contents);
    expect(values.filter((value) => value !== null).length).toBeGreaterThan(200);
    const ours = contents.map((content, index) => (values[index] === null ? null : decodeEscapes(content)));
    expect(ours).toEqual(values);
  });
});

describe("cleanDocstring", () => {
  it("indents like inspect.cleandoc and drops trailing blanks", () => {
    const texts = fc
      .sample(fc.array(fc.constantFrom(" ", "  ", "\t", "a", "b:", "\n", "\n    "), { maxLength: 16 }), 400)
      .map((parts) => parts.join(""));
    const script = `
import inspect
def clean(text):
    return "\\n".join(line.rstrip() for line in inspect.cleandoc(text).split("\\n")).strip("\\n")
answer = [clean(text) for text in data]`;
    expect(texts.map(cleanDocstring)).toEqual(askPython(script, texts));
  });

  it("does not care for Windows line ends", () => {
    expect(cleanDocstring("One.\r\n\r\n    Two.\r\n      Three.\r\n    ")).toBe("One.\n\nTwo.\n  Three.");
  });
});

describe("summaryOf", () => {
  it("is the first paragraph on one line", () => {
    expect(summaryOf("Restart the VM\nand  wait.\n \nArgs:\n  vm: which")).toBe("Restart the VM and wait.");
    expect(summaryOf("")).toBe("");
  });
});
