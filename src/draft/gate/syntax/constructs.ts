import type { Node } from "../../../python/parser.ts";
import { hasWeakeningToken, words } from "../names.ts";
import { children } from "./read-expression.ts";

/**
 * Something in a file that no edit may add: a way to skip, stop, pretend or look away. Read from every name in the file,
 * wherever it stands, because a default argument, an annotation or a message runs code as well as a statement does.
 */
export interface Construct {
  /** Kebab-case rule it falls under. */
  readonly rule: string;
  /** `pytest.skip`, `time.sleep`, … */
  readonly what: string;
  /** Qualified name of the function or class around it, "" at module level. */
  readonly scope: string;
  readonly line: number;
}

const REFERENCES: readonly (readonly [rule: string, name: RegExp])[] = [
  [
    "skip-added",
    /^pytest\.(skip|xfail|importorskip)$|^unittest\.(case\.)?(skip\w*|expectedFailure|SkipTest)$/,
  ],
  [
    "exit-added",
    /^(pytest\.exit|sys\.exit|os\.(_exit|abort|kill\w*|exec\w*)|exit|quit|SystemExit|KeyboardInterrupt)$/,
  ],
  ["mock-added", /^(monkeypatch|mocker|setattr|delattr|(unittest\.)?mock(\..*)?|pytest\.MonkeyPatch)$/],
  [
    "mock-added",
    /^(\w+\.)*((Async|Magic|NonCallable|Property)?Mock|create_autospec|mock_open|SimpleNamespace)$/,
  ],
  ["mock-added", /^(\w+\.)*(namedtuple|NamedTuple|make_dataclass|MethodType|PropertyMock)$/],
  ["dynamic-code", /^(builtins\.)?(eval|exec|compile|globals|locals|vars|breakpoint)$/],
  ["dynamic-code", /^(importlib|builtins|ctypes|gc|inspect|atexit|signal|_pytest)(\.\w+)*$/],
  ["dynamic-code", /^sys\.(settrace|setprofile|modules|meta_path|path_hooks|path|excepthook|std\w+|_\w+)$/],
  ["dynamic-code", /^os\.(environ|putenv|unsetenv|system|popen|fork\w*|spawn\w*|posix_spawn\w*)$/],
  ["dynamic-code", /^(subprocess|multiprocessing)\.\w+$/],
  ["exception-swallowed", /^contextlib\.suppress$/],
  ["untyped-added", /^((typing|typing_extensions)\.)?(Any|cast|no_type_check)$/],
  ["hook-added", /^request\.(node|config|session|applymarker|raiseerror)$|^pytest\.(hookimpl|register_\w+)$/],
  ["hook-added", /\.(add_marker|applymarker|pluginmanager)$/],
];

const HARMLESS_DUNDERS: ReadonlySet<string> = new Set([
  ..."__name__ __file__ __doc__ __test__ __all__ __init__ __repr__ __str__ __future__".split(" "),
]);

/** Strings that switch assertions, or pytest's rewriting of them, off. */
const SWITCHES = /PYTHONOPTIMIZE|PYTEST_ADDOPTS|PYTEST_DONT_REWRITE|PYTEST_DISABLE_PLUGIN_AUTOLOAD/;

/** Finds them all. `root` must be well-formed. */
export function readConstructs(root: Node): Construct[] {
  const reader = new ConstructReader(readAliases(root));
  reader.visit(root, "");
  return reader.found;
}

/** What each imported or copied name stands for, anywhere in the file. */
function readAliases(root: Node): Map<string, string> {
  const aliases = new Map<string, string>();
  for (const node of root.descendantsOfType(["import_statement", "import_from_statement"])) {
    const module = node.childForFieldName("module_name")?.text;
    for (const child of node.childrenForFieldName("name")) {
      const alias = child?.childForFieldName("alias")?.text;
      const name = (alias ? child?.childForFieldName("name")?.text : child?.text) ?? "";
      if (module !== undefined) aliases.set(alias ?? name, `${module}.${name}`);
      else aliases.set(alias ?? name.split(".")[0] ?? name, alias ? name : (name.split(".")[0] ?? name));
    }
  }
  for (const node of root.descendantsOfType("assignment")) {
    const left = node.childForFieldName("left");
    const right = node.childForFieldName("right");
    const target = right && /^[\w.]+$/.test(right.text) ? right.text : null;
    if (left?.type === "identifier" && target && !aliases.has(left.text) && !/^[\d.]+$/.test(target)) {
      aliases.set(left.text, target);
    }
  }
  return aliases;
}

class ConstructReader {
  readonly found: Construct[] = [];
  readonly #aliases: ReadonlyMap<string, string>;

  constructor(aliases: ReadonlyMap<string, string>) {
    this.#aliases = aliases;
  }

  visit(node: Node, scope: string): void {
    switch (node.type) {
      case "import_statement":
      case "import_from_statement":
      case "future_import_statement":
        return;
      case "function_definition":
      case "class_definition":
        this.#visitDefinition(node, scope);
        return;
      case "identifier":
        this.#reference(this.#resolve(node.text.normalize("NFKC")), node, scope);
        this.#moduleAsValue(node, scope);
        return;
      case "attribute":
        this.#visitAttribute(node, scope);
        return;
      case "keyword_argument": {
        const value = node.childForFieldName("value");
        if (value) this.visit(value, scope);
        return;
      }
      case "call":
        this.#call(node, scope);
        break;
      case "string":
        this.#switch(node, scope);
        break;
      case "assignment":
      case "augmented_assignment":
      case "for_statement":
      case "for_in_clause":
        this.#written(node.childForFieldName("left"), scope);
        break;
      case "global_statement":
        this.#add("dynamic-code", "global", node, scope);
        break;
      case "as_pattern_target":
      case "delete_statement":
        for (const child of children(node)) this.#written(child, scope);
        break;
    }
    for (const child of children(node)) this.visit(child, scope);
  }

  #visitDefinition(node: Node, scope: string): void {
    const name = node.childForFieldName("name")?.text ?? "";
    if (node.type === "function_definition" && /^__\w+__$/.test(name) && !HARMLESS_DUNDERS.has(name)) {
      this.#add("dynamic-code", name, node, scope);
    }
    const inner = scope ? `${scope}.${name}` : name;
    for (const child of children(node)) if (child.type !== "identifier") this.visit(child, inner);
  }

  #visitAttribute(node: Node, scope: string): void {
    const name = this.#dotted(node);
    const attribute = (node.childForFieldName("attribute")?.text ?? "").normalize("NFKC");
    if (name !== null) this.#reference(name, node, scope);
    else this.#reference(`?.${attribute}`, node, scope);
    if (/^__\w+__$/.test(attribute) && !HARMLESS_DUNDERS.has(attribute)) {
      this.#add("dynamic-code", attribute, node, scope);
    }
    const object = node.childForFieldName("object");
    if (object && object.type !== "identifier") this.visit(object, scope);
    else if (object) this.#reference(this.#resolve(object.text.normalize("NFKC")), object, scope);
  }

  #reference(name: string, node: Node, scope: string): void {
    const rule = REFERENCES.find(([, pattern]) => pattern.test(name))?.[0];
    if (rule) this.#add(rule, name.replace(/^\?/, ""), node, scope);
    const marker = /^pytest\.mark\.(\w+)$/.exec(name)?.[1];
    if (marker && hasWeakeningToken(marker)) this.#add("skip-added", `pytest.mark.${marker}`, node, scope);
    if (/^__\w+__$/.test(name) && !HARMLESS_DUNDERS.has(name)) this.#add("dynamic-code", name, node, scope);
  }

  /** `pytest` handed to something else can be asked for any of its names. */
  #moduleAsValue(node: Node, scope: string): void {
    const target = this.#aliases.get(node.text);
    if (target && /^(pytest|os|sys|unittest|time|contextlib)$/.test(target)) {
      this.#add("dynamic-code", `${target} as a value`, node, scope);
    }
  }

  #call(node: Node, scope: string): void {
    const callee = node.childForFieldName("function");
    const list = node.childForFieldName("arguments");
    if (!callee || !list) return;
    const name = callee.type === "attribute" ? callee.childForFieldName("attribute")?.text : callee.text;
    const path = this.#dotted(callee) ?? name ?? "";
    const resolved = path.split(".").at(-1) ?? "";
    const args = children(list);
    if (resolved === "sleep") this.#add("sleep-added", path, node, scope);
    if (words(resolved).some((word) => ["skip", "xfail", "quarantine", "importorskip"].includes(word))) {
      this.#add("skip-added", path, node, scope);
    }
    if (resolved === "patch" && callee.type === "identifier") this.#add("mock-added", "patch", node, scope);
    if (resolved === "type" && args.length > 1) this.#add("mock-added", "type(…)", node, scope);
    if (resolved === "getattr") {
      const [, attribute] = args;
      const plain = attribute?.type === "string" && !/^\w*[fF]/.test(attribute.text);
      if (args.length > 2) this.#add("untyped-added", "getattr with a default", node, scope);
      if (!plain) this.#add("dynamic-code", "getattr", node, scope);
    }
  }

  /** State of an object set by the test itself, whatever statement does it. */
  #written(target: Node | null, scope: string): void {
    if (!target) return;
    if (target.type === "attribute" || target.type === "subscript") {
      const attribute = lastAttribute(target);
      if (attribute === null) return;
      const root = /^\w+/.exec(target.text)?.[0] ?? "";
      const what = `.${attribute} = …`;
      if (this.#aliases.has(root) || /^[A-Z]/.test(root)) this.#add("mock-added", what, target, scope);
      else if (!/^(self|cls)\.\w+$/.test(target.text)) this.#add("state-written", what, target, scope);
    } else if (/pattern|tuple|list/.test(target.type)) {
      for (const child of children(target)) this.#written(child, scope);
    }
  }

  #switch(node: Node, scope: string): void {
    const found = SWITCHES.exec(node.text)?.[0];
    if (found) this.#add("dynamic-code", found, node, scope);
  }

  #dotted(node: Node): string | null {
    if (node.type === "identifier") return this.#resolve(node.text.normalize("NFKC"));
    if (node.type !== "attribute") return null;
    const object = node.childForFieldName("object");
    const prefix = object && this.#dotted(object);
    return prefix === null
      ? null
      : `${prefix}.${node.childForFieldName("attribute")?.text.normalize("NFKC")}`;
  }

  #resolve(name: string): string {
    const seen = new Set<string>();
    let current = name;
    for (;;) {
      const [root = "", ...rest] = current.split(".");
      const target = this.#aliases.get(root);
      if (!target || seen.has(root) || target === root) return current;
      seen.add(root);
      current = [target, ...rest].join(".");
    }
  }

  #add(rule: string, what: string, node: Node, scope: string): void {
    this.found.push({ rule, what, scope, line: node.startPosition.row + 1 });
  }
}

/** The attribute that a target writes to or through; null for the items of a local name. */
function lastAttribute(target: Node): string | null {
  let node: Node | null = target;
  while (node?.type === "subscript") node = node.childForFieldName("value");
  return node?.type === "attribute" ? (node.childForFieldName("attribute")?.text ?? null) : null;
}
