import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Fails when the committed `dist/` is not what the sources give. */
const root = join(import.meta.dirname, "..");
const fresh = ".dist-check";

const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, folder).length + 1))
    .sort();

execFileSync(process.execPath, [join(root, "scripts", "build.ts"), fresh], { stdio: "inherit" });
const files = new Set([...filesBelow("dist"), ...filesBelow(fresh)]);
const stale = [...files].filter((file) => {
  const [committed, built] = ["dist", fresh].map((folder) => {
    try {
      return readFileSync(join(root, folder, file));
    } catch {
      return null;
    }
  });
  return !committed || !built || !committed.equals(built);
});
rmSync(join(root, fresh), { recursive: true, force: true });
if (stale.length > 0) {
  console.error(
    `dist/ is stale: ${stale.join(", ")}\nRun npm run build and commit dist/ together with the sources.`,
  );
  process.exitCode = 1;
} else console.log("dist/ is what the sources give.");
