import { textOf } from "../../src/author/offline/bind/body.ts";
import { buildCatalogue } from "../../src/author/offline/bind/catalogue.ts";
import type { BindContext, BoundTest } from "../../src/author/offline/bind/model.ts";
import { bindTest } from "../../src/author/offline/bind.ts";
import type { DescribedTest } from "../../src/description/model.ts";
import { isVisible } from "../../src/suite/fixtures.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";
import { exampleSuite } from "./support.ts";

const { suite: example } = await exampleSuite();
const catalogue = buildCatalogue(example);

const contextAt = (path: string, suite: SuiteIndex): BindContext => ({
  catalogue: suite === example ? catalogue : buildCatalogue(suite),
  visible: suite.fixtures.filter((fixture) => isVisible(fixture, path)),
});

const SIMPLE: DescribedTest = {
  name: "test_it",
  scenario: "",
  summary: "Test that it holds.",
  negative: false,
  preconditions: ["Running VM"],
  steps: ["Restart the VM"],
  expected: ['VM is "Running"'],
  markers: [],
};

/** Binds a test that differs from a simple one as given, to the example suite or another. */
export const bind = (
  some: Partial<DescribedTest>,
  path = "tests/virt/lifecycle/test_it.py",
  suite = example,
): BoundTest => bindTest({ ...SIMPLE, ...some }, contextAt(path, suite));

/** What the lines of one section were bound to. */
export const targets = (bound: BoundTest, section: string): string[] =>
  bound.bindings.filter((one) => one.section === section).map(({ target }) => target);

/** The body of the test, or the reason why there is none. */
export const code = (bound: BoundTest): string =>
  bound.ok ? bound.body.map(textOf).join("\n") : bound.reason;
