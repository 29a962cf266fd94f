import type { Requests } from "./requests.ts";

/** What a repository's pytest suite offers to a test: the only names a draft may use. */
export interface SuiteIndex {
  /** Number of Python files read. */
  readonly files: number;
  readonly fixtures: readonly Fixture[];
  readonly helpers: readonly Helper[];
  readonly classes: readonly PythonClass[];
  readonly constants: readonly Constant[];
  /** Markers registered in pytest.ini, pyproject.toml, tox.ini or setup.cfg. */
  readonly markers: readonly Marker[];
  readonly conventions: Conventions;
  /** Directories that hold Python files. */
  readonly directories: readonly string[];
  /** Those of them that hold test files themselves. */
  readonly testDirectories: readonly string[];
  /** Those of them that have an `__init__.py`. */
  readonly packages: readonly string[];
  /** Files that could not be read as Python, with the first line that is wrong. */
  readonly unreadable: readonly { readonly file: string; readonly line: number }[];
}

export interface Parameter {
  readonly name: string;
  /** Annotation as written, or null. */
  readonly type: string | null;
  /** Default as written, or null when required. */
  readonly default: string | null;
  readonly kind: "positional" | "keyword" | "varargs" | "varkwargs";
}

export interface Fixture {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly scope: "function" | "class" | "module" | "package" | "session";
  readonly autouse: boolean;
  /** Names of the fixtures it asks for: its parameters without a default. */
  readonly params: readonly string[];
  /** What it hands over: the return annotation, unwrapped from Generator/Iterator; null when unannotated. */
  readonly type: string | null;
  /** First paragraph of the docstring. */
  readonly doc: string;
  /** Directory (or test file) whose tests can see it; "" = every test, null = registered nowhere, or for one class only. */
  readonly visibleFrom: string | null;
}

export interface Helper {
  /** Dotted import path: `utilities.virt`. */
  readonly module: string;
  /** `reset_vm`, or `VirtualMachine.restart` for a member. */
  readonly qualname: string;
  readonly kind: "function" | "method" | "property";
  readonly signature: string;
  readonly parameters: readonly Parameter[];
  readonly returns: string | null;
  /** Used as `with helper(…) as x`. */
  readonly contextManager: boolean;
  /** Names that its body calls, in order, without what only runs when a caller switches it on. */
  readonly calls: readonly string[];
  /** Names that its body reads from objects: `template_spec` of `vm.template_spec`. */
  readonly reads: readonly string[];
  /** What one call sends when nothing optional is given; "several" also when it waits. */
  readonly requests: Requests;
  readonly doc: string;
  readonly file: string;
  readonly line: number;
}

export interface PythonClass {
  readonly module: string;
  readonly name: string;
  readonly bases: readonly string[];
  /** Two objects with the same content are equal: a dataclass, a named tuple or a class with `__eq__`. */
  readonly comparable: boolean;
  /** HTTP status that the class itself gives as its attribute, or null. */
  readonly status: number | null;
  readonly doc: string;
  readonly file: string;
  readonly line: number;
}

export interface Constant {
  readonly module: string;
  /** `TIMEOUT_5MIN`, or `VmStatus.RUNNING` for a class member. */
  readonly name: string;
  /** Right-hand side as written, at most 120 characters. */
  readonly value: string;
  readonly file: string;
  readonly line: number;
}

export interface Marker {
  readonly name: string;
  readonly doc: string;
}

export interface Conventions {
  /** Directories with tests, from `testpaths` or found. */
  readonly testRoots: readonly string[];
  /** Unknown markers are an error. */
  readonly strictMarkers: boolean;
  /** Share of helper calls in existing tests that name their arguments, 0–1. */
  readonly keywordArguments: number;
  /** Existing tests live in classes more often than not. */
  readonly testClasses: boolean;
  /** Existing tests say that they return None more often than not. */
  readonly annotatedTests: boolean;
  readonly lineLength: number;
}
