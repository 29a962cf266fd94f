import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Builds `dist/` (or the directory given): two small doors in CommonJS, as tsc wrote them, the house behind them as one
 * ncc bundle, and the grammar, which a bundler would destroy. The same sources give the same bytes on every machine.
 */
const root = join(import.meta.dirname, "..");
const out = join(root, process.argv[2] ?? "dist");
const bin = join(root, "node_modules", ".bin");
const scratch = mkdtempSync(join(tmpdir(), "testgen-build-"));

const GRAMMAR = {
  "web-tree-sitter.mjs": "web-tree-sitter/web-tree-sitter.js",
  "web-tree-sitter.wasm": "web-tree-sitter/web-tree-sitter.wasm",
  "tree-sitter-python.wasm": "tree-sitter-python/tree-sitter-python.wasm",
};

try {
  // Inside the checkout: ncc looks for packages from there.
  const lib = join(root, "lib");
  const bundle = join(scratch, "bundle");
  rmSync(lib, { recursive: true, force: true });
  execFileSync(join(bin, "tsc"), ["-p", root], { stdio: "inherit" });
  execFileSync(
    join(bin, "ncc"),
    ["build", join(lib, "main.mjs"), "-o", bundle, "--license", "licenses.txt", "--no-cache", "--quiet"],
    { stdio: ["ignore", "ignore", "inherit"], cwd: root },
  );
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, "wasm"), { recursive: true });
  copyFileSync(join(bundle, "index.mjs"), join(out, "main.mjs"));
  copyFileSync(join(bundle, "licenses.txt"), join(out, "licenses.txt"));
  writeFileSync(join(out, "package.json"), '{"type":"commonjs"}\n');
  for (const door of ["index.js", "cli.js"]) {
    const text = readFileSync(join(lib, door), "utf8");
    // All that makes a door a module; without it, it is the same program in CommonJS.
    writeFileSync(join(out, door), text.replace(/^export \{\};\n/m, ""));
  }
  chmodSync(join(out, "cli.js"), 0o755);
  for (const [name, file] of Object.entries(GRAMMAR)) {
    copyFileSync(join(root, "node_modules", file), join(out, "wasm", name));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
