import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Builds `dist/` (or the directory given): two small doors as tsc wrote them, the house behind them as one ncc bundle,
 * and the grammar, which a bundler would destroy. The same sources give the same bytes on every machine.
 */
const root = join(import.meta.dirname, "..");
const out = join(root, process.argv[2] ?? "dist");
const bin = join(root, "node_modules", ".bin");
const scratch = mkdtempSync(join(tmpdir(), "testgen-build-"));

try {
  rmSync(join(root, "lib"), { recursive: true, force: true });
  execFileSync(join(bin, "tsc"), ["-p", root], { stdio: "inherit" });
  execFileSync(
    join(bin, "ncc"),
    [
      "build",
      join(root, "lib", "main.js"),
      "-o",
      scratch,
      "--license",
      "licenses.txt",
      "--no-cache",
      "--quiet",
    ],
    { stdio: ["ignore", "ignore", "inherit"], cwd: root },
  );
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, "wasm"), { recursive: true });
  cpSync(scratch, out, { recursive: true });
  writeFileSync(join(out, "main.js"), readFileSync(join(scratch, "index.js")));
  for (const door of ["index.js", "cli.js"]) copyFileSync(join(root, "lib", door), join(out, door));
  chmodSync(join(out, "cli.js"), 0o755);
  for (const [folder, file] of [
    ["web-tree-sitter", "web-tree-sitter.js"],
    ["web-tree-sitter", "web-tree-sitter.wasm"],
    ["tree-sitter-python", "tree-sitter-python.wasm"],
  ] as const) {
    copyFileSync(join(root, "node_modules", folder, file), join(out, "wasm", file));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
