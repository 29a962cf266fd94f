import { existsSync } from "node:fs";
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder with files for the present test; `outside` is a folder beside it. */
export async function checkout(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<{ root: string; outside: string }> {
  const base = await realpath(await mkdtemp(join(tmpdir(), "testgen-workspace-")));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  const root = join(base, "repository");
  const outside = join(base, "outside");
  await mkdir(root);
  await mkdir(outside);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return { root, outside };
}

/** Everything below a folder: path → bytes in hex, `folder`, or the target of a link; with permission bits. */
export async function snapshot(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  if (!existsSync(folder)) return found;
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    const full = join(folder, path);
    const stat = await lstat(full);
    const mode = (stat.mode & 0o777).toString(8);
    if (stat.isSymbolicLink()) found[path] = `link to ${await readlink(full)}`;
    else if (stat.isDirectory()) found[path] = `folder ${mode}`;
    else found[path] = `${mode} ${(await readFile(full)).toString("hex")}`;
  }
  return found;
}
