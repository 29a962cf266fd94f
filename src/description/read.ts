import type { TestDescription } from "./model.ts";

/** One thing a check says about a description. */
export interface DescriptionFinding {
  /** Kebab-case name of the rule: `one-outcome`. */
  readonly rule: string;
  readonly message: string;
  /** `Group::test`, `Group`, or "" for the file as a whole. */
  readonly where: string;
  /** 1-based, when read from a file. */
  readonly line?: number;
}

/** A description with what only its file knows. */
export interface ReadDescription {
  readonly description: TestDescription;
  readonly lines: LineIndex;
  /** What the file says that no description holds: sections nobody knows, changed oracles … */
  readonly findings: readonly DescriptionFinding[];
}

export type Section = "preconditions" | "steps" | "expected" | "markers" | "parametrize" | "uncovered";

/** Where the parts of a description stand in its file. */
export class LineIndex {
  readonly #lines = new Map<string, number>();

  set(line: number, where: string, section?: string, index?: number): void {
    const key = keyOf(where, section, index);
    if (!this.#lines.has(key)) this.#lines.set(key, line);
  }

  /** Line of an item, else of its section, else of the test or group; undefined when unknown. */
  find(where: string, section?: Section, index?: number): number | undefined {
    const keys = [keyOf(where, section, index), keyOf(where, section), keyOf(where)];
    return keys.map((key) => this.#lines.get(key)).find((line) => line !== undefined);
  }
}

function keyOf(where: string, section = "", index = -1): string {
  return `${where} ${section} ${index}`;
}
