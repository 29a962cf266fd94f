import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Node, Tree } from "web-tree-sitter";

export type { Node } from "web-tree-sitter";

/** Reads Python source. One parser serves the index, the edits and the gate, whatever Python the runner has. */
export interface PythonParser {
  /**
   * Parses and hands the root to `read`; the tree is gone afterwards, so keep plain data, never nodes.
   * Offsets are UTF-16 code units, rows and columns start at 0.
   */
  parse<T>(source: string, read: (root: Node) => T): T;
}

const here = import.meta.dirname;

/**
 * The grammar is WebAssembly, which the bundler would destroy: the build copies it beside the bundle (`wasm/`),
 * and a checkout finds it in its own node_modules.
 */
function grammarFiles(): { module: string; runtime: string; language: string } {
  const vendored = join(here, "wasm");
  if (existsSync(vendored)) {
    return {
      module: join(vendored, "web-tree-sitter.mjs"),
      runtime: join(vendored, "web-tree-sitter.wasm"),
      language: join(vendored, "tree-sitter-python.wasm"),
    };
  }
  const modules = join(here, "..", "..", "node_modules");
  return {
    module: join(modules, "web-tree-sitter", "web-tree-sitter.js"),
    runtime: join(modules, "web-tree-sitter", "web-tree-sitter.wasm"),
    language: join(modules, "tree-sitter-python", "tree-sitter-python.wasm"),
  };
}

let loading: Promise<PythonParser> | undefined;

/** Loads the grammar once per process. */
export function loadPython(): Promise<PythonParser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<PythonParser> {
  const files = grammarFiles();
  const treeSitter: typeof import("web-tree-sitter") = await import(
    /* webpackIgnore: true */ pathToFileURL(files.module).href
  );
  await treeSitter.Parser.init({ wasmBinary: await readFile(files.runtime) });
  const language = await treeSitter.Language.load(await readFile(files.language));
  const parser = new treeSitter.Parser();
  parser.setLanguage(language);
  return {
    parse<T>(source: string, read: (root: Node) => T): T {
      const tree: Tree | null = parser.parse(source);
      if (tree === null) throw new Error("tree-sitter gave no tree");
      try {
        return read(tree.rootNode);
      } finally {
        tree.delete();
      }
    },
  };
}
