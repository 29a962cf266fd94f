import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readModule } from "../../src/python/module.ts";
import { loadPython } from "../../src/python/parser.ts";
import { askAst } from "./truth.ts";

const python = await loadPython();
const read = (...lines: string[]) => readModule(python, lines.join("\n"));

/** Every construct that the reader knows, as one valid file. */
const EVERYTHING = String.raw`#!/usr/bin/env python3
"""Module: a \"quoted\" word, C:\\temp and \
a joined line."""
from __future__ import annotations

import os, sys as system
import a.b.c
from . import sibling
from ..parent.module import (  # a comment
    One,
    Two as Second,
)
from everything import *

A = B = {"k": [1, 2]}
TYPED: dict[str, int] = {}
NO_VALUE: int
left, right = 1, 2
x.attribute = 3

if os.name == "posix":
    from posix import only_here
    POSIX = True
elif A:
    def in_elif(): ...
else:
    class InElse: ...

try:
    import fast
except (ImportError, OSError):
    import slow as fast
else:
    def in_else(): ...
finally:
    FINALLY = 1

with open("f") as stream:
    def in_with(): ...

for i in range(3):
    def in_for(): ...

while A:
    def in_while(): ...

match A:
    case {"k": [1, *rest]}:
        def in_case(): ...

def plain(a, b: int, c=1, d: str = "x", /, e=None, *args: int, f, g: bool = True, **kwargs): return 1

def bare_star(a, *, b: "list[int] | None" = None) -> dict[str,
                                                           int]:
    r'''Raw \d docstring.

        Indented:
	tabbed
    '''
    def nested(): ...

# a comment before
@decorator
@pytest.fixture(
    scope="session",  # why
    params=[1, 2],
)  # noqa: D401
async def decorated(request): # comment
    """One line."""
    yield (
        1
    )
    # a comment behind the body

class Base(object, metaclass=Meta):
    """Class doc."""

    MEMBER = "é 😀"
    typed: int = 1

    def method(self, *args): f"no {self} docstring"

    @property
    def value(self) -> int: ...

    @value.setter
    def value(self, new): b"no docstring"

    class Inner[T](Base):
        def deep(self): ...
`;

describe("readModule", () => {
  it("reads what Python's own parser reads", () => {
    // Python 3.11 has no type parameters; all else stays.
    const source = EVERYTHING.replace("Inner[T]", "Inner");
    const { calls: _, errorLine, ...module } = readModule(python, source);
    expect(errorLine).toBeNull();
    expect(module).toEqual(askAst(new Map([["everything.py", source]]))["everything.py"]);
  });

  it("knows syntax that is newer than the Python which runs", () => {
    expect(readModule(python, EVERYTHING).errorLine).toBeNull();
    const newer = read("type Alias[T] = list[T]", "def f[T: int](a: T) -> T: ...", "class C[*Ts]: ...");
    expect(newer.errorLine).toBeNull();
    expect(newer.functions.map(({ qualname }) => qualname)).toEqual(["f"]);
  });

  it("counts calls with two or more arguments, and those that name all but the first", () => {
    expect(read("f(1)", "f(1, 2)", "f(1, b=2)", "f(a=1, b=2)", "f(1, 2, c=3)", "f()").calls).toEqual({
      total: 4,
      named: 2,
    });
  });

  it("says where broken text begins and still reads the rest", () => {
    const module = read("A = 1", "def f(:", "    pass", "", "def g(a): ...");
    expect(module.errorLine).toBe(2);
    expect(module.assignments).toEqual([{ name: "A", value: "1", line: 1 }]);
    expect(module.functions.map(({ qualname }) => qualname)).toContain("g");
    expect(read("A = 1", "", "f(").errorLine).toBe(3);
  });

  it("never throws, whatever the text is", () => {
    const token = fc.constantFrom(
      ...'def class if else elif try except with for while match case lambda return yield import from as @ ( ) [ ] { } : , . = * ** -> | " \' """ \\ # \n \t'.split(
        " ",
      ),
      "\n    ",
      "\n        ",
      "name",
      "1",
      'f"{',
      "\0",
      "\r",
      "\ufeff",
      "\ud800",
      "😀",
    );
    const text = fc.oneof(
      fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join(" ")),
      fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join("")),
      fc.string({ unit: "binary", maxLength: 200 }),
    );
    fc.assert(
      fc.property(text, (source) => {
        const { functions, errorLine } = readModule(python, source);
        const lines = source.split("\n").length;
        for (const { line, endLine } of functions) expect(endLine).toBeGreaterThanOrEqual(line);
        if (errorLine !== null) expect(errorLine).toBeLessThanOrEqual(lines);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["[", "]"],
    ["f(", ")"],
    ["if x: ", ""],
  ])("reads on behind 100,000 levels of %j", (open, close) => {
    const module = read("A = 1", `B = ${open.repeat(100_000)}$${close.repeat(100_000)}`);
    expect(module.assignments[0]).toEqual({ name: "A", value: "1", line: 1 });
    expect(module.errorLine).not.toBeNull();
  });
});
