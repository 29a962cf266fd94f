import { suiteFiles } from "../../fixtures/world/example.ts";
import type { Scenario, TestPlan } from "../../src/plan/model.ts";
import { readPlan } from "../../src/plan/read-plan.ts";
import { loadPython, type PythonParser } from "../../src/python/parser.ts";
import { CONFIG_FILES } from "../../src/suite/config.ts";
import { indexSuite } from "../../src/suite/index-suite.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";

/** The example suite as testgen sees it, and the parser that read it. */
export async function exampleSuite(
  extra: Readonly<Record<string, string>> = {},
): Promise<{ python: PythonParser; suite: SuiteIndex }> {
  const python = await loadPython();
  return { python, suite: suiteOf(python, { ...(await suiteFiles()), ...extra }) };
}

/** Index of any files, as of a repository. */
export function suiteOf(python: PythonParser, files: Readonly<Record<string, string>>): SuiteIndex {
  const entries = Object.entries(files);
  const config = new Set<string>(CONFIG_FILES);
  return indexSuite(python, {
    python: new Map(entries.filter(([path]) => path.endsWith(".py"))),
    config: new Map(entries.filter(([path]) => config.has(path))),
  });
}

/** A plan whose scenarios are these sentences, in the community's current form. */
export const planOf = (sentences: readonly string[], path = "stps/sig-virt/generated.md"): TestPlan =>
  readPlan({ path, bytes: new TextEncoder().encode(planText(sentences)) });

export const planText = (sentences: readonly string[]): string =>
  [
    "## **Generated Feature - Quality Engineering Plan**",
    "",
    "### **III. Test Scenarios & Traceability**",
    "",
    ...sentences.flatMap((sentence, index) => [
      `- **[VIRT-${index + 1}]** — As a VM owner, I want story ${index + 1}`,
      `  - *Test Scenario:* [Tier 2] ${sentence}`,
      "  - *Priority:* P1",
      "",
    ]),
  ].join("\n");

/** One scenario that a test is written for; what is not given is plain. */
export const scenarioOf = (some: Partial<Scenario>): Scenario => ({
  id: "VIRT-1",
  requirement: null,
  requirements: [],
  story: "",
  text: "the VM is Running after a reset",
  tier: 2,
  priority: null,
  negative: false,
  negativeReason: null,
  line: 1,
  generable: true,
  notGenerable: null,
  preconditions: [],
  steps: [],
  expected: [],
  ...some,
});
