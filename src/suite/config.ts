import { parse as parseToml } from "smol-toml";
import * as z from "zod";
import type { Marker } from "./model.ts";

/** The files in which pytest looks for its settings, in its own order of precedence. */
export const CONFIG_FILES = ["pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg"] as const;

export interface PytestConfig {
  readonly testpaths: readonly string[];
  readonly markers: readonly Marker[];
  readonly strictMarkers: boolean;
  readonly pythonpath: readonly string[];
  readonly lineLength: number;
}

const words = z.union([z.string(), z.array(z.string())]).optional();
const settings = z.looseObject({
  testpaths: words,
  markers: words,
  addopts: words,
  pythonpath: words,
  strict_markers: z.union([z.string(), z.boolean()]).optional(),
  strict: z.union([z.string(), z.boolean()]).optional(),
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
    const text = files.get(name);
    const section = text === undefined ? null : pytestSection(name, text);
    if (section) {
      found = section;
      break;
    }
  }
  const addopts = listOf(found.addopts, /\s+/).join(" ");
  const strict = [found.strict_markers, found.strict].some((value) => value === true || value === "true");
  return {
    testpaths: listOf(found.testpaths, /\s+/),
    markers: listOf(found.markers, /\n/).map(readMarker),
    strictMarkers: strict || /--strict(-markers)?\b/.test(addopts),
    pythonpath: listOf(found.pythonpath, /\s+/),
    lineLength: lineLength(files.get("pyproject.toml")),
  };
}

function pytestSection(name: string, text: string): Settings | null {
  try {
    if (name.endsWith(".toml")) {
      const tool = z.looseObject({ tool: z.looseObject({}).optional() }).parse(parseToml(text)).tool;
      const pytest = z.looseObject({ ini_options: z.unknown() }).safeParse(tool?.pytest);
      return pytest.success ? settings.parse(pytest.data.ini_options ?? {}) : null;
    }
    const section = readIni(text).get(name === "setup.cfg" ? "tool:pytest" : "pytest");
    return section === undefined ? null : settings.parse(Object.fromEntries(section));
  } catch {
    return null;
  }
}

/**
 * Python's ini dialect (configparser), which no package here speaks: a value goes on over indented lines, and `#` or `;`
 * begin a comment only at the start of a line.
 */
function readIni(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  let key: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const entry = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(line);
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      key = null;
    } else if (/^\s/.test(line)) {
      if (key !== null) section.set(key, `${section.get(key) ?? ""}\n${line.trim()}`);
    } else if (entry?.[1] !== undefined) {
      key = entry[1];
      section.set(key, entry[2] ?? "");
    }
  }
  return sections;
}

function listOf(value: string | string[] | undefined, separator: RegExp): string[] {
  if (value === undefined) return [];
  const text = Array.isArray(value) ? value.join("\n") : value;
  return text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** `gating: runs before merge` and `polarion(id): …` both name the marker before the first `:` or `(`. */
function readMarker(text: string): Marker {
  const [head = "", ...rest] = text.split(":");
  return { name: (head.split("(")[0] ?? "").trim(), doc: rest.join(":").trim() };
}

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
