import { parse as parseToml } from "smol-toml";
import * as z from "zod";
import { splitWords } from "../job/words.ts";
import type { Marker } from "./model.ts";

/** The files in which pytest looks for its settings, in its own order of precedence. */
export const CONFIG_FILES = [
  "pytest.toml",
  ".pytest.toml",
  "pytest.ini",
  ".pytest.ini",
  "pyproject.toml",
  "tox.ini",
  "setup.cfg",
] as const;

export interface PytestConfig {
  readonly testpaths: readonly string[];
  readonly markers: readonly Marker[];
  readonly strictMarkers: boolean;
  readonly pythonpath: readonly string[];
  /** Modules that `addopts` loads with `-p`. */
  readonly plugins: readonly string[];
  readonly lineLength: number;
}

const text = z.union([z.string(), z.array(z.string())]).optional();
const flag = z.union([z.string(), z.boolean()]).optional();
const settings = z.looseObject({
  testpaths: text,
  markers: text,
  addopts: text,
  pythonpath: text,
  strict_markers: flag,
  strict: flag,
});
type Settings = z.infer<typeof settings>;

const DEFAULT_LINE_LENGTH = 88;

/**
 * Reads pytest's settings from the first file that has them, and ruff's line length from pyproject.toml.
 * A file that cannot be parsed is passed over: pytest itself will say so when it runs.
 */
export function readConfig(files: ReadonlyMap<string, string>): PytestConfig {
  let found: Settings = {};
  for (const name of CONFIG_FILES) {
    const content = files.get(name);
    const section = content === undefined ? null : pytestSection(name, content);
    if (section) {
      found = section;
      break;
    }
  }
  const addopts = wordsOf(found.addopts);
  return {
    testpaths: wordsOf(found.testpaths).map(plainPath),
    markers: linesOf(found.markers).map(readMarker),
    strictMarkers:
      addopts.includes("--strict-markers") ||
      (found.strict_markers === undefined
        ? addopts.includes("--strict") || isTrue(found.strict)
        : isTrue(found.strict_markers)),
    pythonpath: wordsOf(found.pythonpath).map(plainPath),
    plugins: pluginsIn(addopts),
    lineLength: lineLength(files.get("pyproject.toml")),
  };
}

/** pytest's own files count even when they say nothing, the others only with a section for pytest. */
function pytestSection(name: string, content: string): Settings | null {
  try {
    const section = name.endsWith(".toml") ? tomlSection(name, content) : iniSection(name, content);
    if (section !== undefined) return settings.parse(section);
    return /^\.?pytest\./.test(name) ? {} : null;
  } catch {
    return null;
  }
}

const table = z.looseObject({});

function tomlSection(name: string, content: string): unknown {
  const document = table.parse(parseToml(content));
  if (name !== "pyproject.toml") return document.pytest;
  const { ini_options, ...native } = table.parse(table.parse(document.tool ?? {}).pytest ?? {});
  return Object.keys(native).length > 0 ? native : ini_options;
}

function iniSection(name: string, content: string): unknown {
  const section = readIni(content).get(name === "setup.cfg" ? "tool:pytest" : "pytest");
  return section && Object.fromEntries(section);
}

/**
 * The ini dialect of pytest, which no package here speaks: a value goes on over indented lines, and `#` or `;` begin a
 * comment only at the start of a line.
 */
function readIni(content: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  let key: string | null = null;
  for (const line of content.split(/\r?\n/)) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const entry = /^([^\s=:][^=:]*)[=:](.*)$/.exec(line);
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      key = null;
    } else if (/^\s/.test(line)) {
      if (key !== null) section.set(key, `${section.get(key) ?? ""}\n${line.trim()}`);
    } else if (entry?.[1] !== undefined) {
      key = entry[1].trim();
      section.set(key, entry[2]?.trim() ?? "");
    }
  }
  return sections;
}

/** Words as a shell splits them; a list in TOML has them split already. */
const wordsOf = (value: string | string[] | undefined): readonly string[] =>
  typeof value === "string" ? (splitWords(value) ?? []) : (value ?? []);

const linesOf = (value: string | string[] | undefined): readonly string[] =>
  typeof value === "string" ? value.split("\n").filter((line) => line.trim() !== "") : (value ?? []);

const isTrue = (value: string | boolean | undefined): boolean =>
  /^(?:y|yes|t|true|on|1)$/i.test(String(value).trim());

/** `./src/` is `src`. */
const plainPath = (path: string): string => path.replace(/^(?:\.\/+)+|\/+$/g, "") || ".";

/** `gating: runs before merge` and `polarion(id): …` both name the marker before the first `:` or `(`. */
function readMarker(line: string): Marker {
  const [head = "", ...rest] = line.split(":");
  return { name: (head.split("(")[0] ?? "").trim(), doc: rest.join(":").trim() };
}

/** `-p name` or `-pname`; `-p no:name` takes a plugin away. */
const pluginsIn = (addopts: readonly string[]): string[] =>
  addopts
    .flatMap((word, index) => {
      if (addopts[index - 1] === "-p") return [word];
      return /^-p./.test(word) ? [word.slice(2)] : [];
    })
    .filter((name) => !name.startsWith("no:"));

function lineLength(pyproject: string | undefined): number {
  if (pyproject === undefined) return DEFAULT_LINE_LENGTH;
  try {
    const shape = z.looseObject({
      tool: z.looseObject({ ruff: z.looseObject({ "line-length": z.number().int().min(40).max(320) }) }),
    });
    return shape.parse(parseToml(pyproject)).tool.ruff["line-length"];
  } catch {
    return DEFAULT_LINE_LENGTH;
  }
}
