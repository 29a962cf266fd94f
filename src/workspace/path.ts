import { lstat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { inputError } from "../errors.ts";

/** Whether an absolute path is `root` itself or below it; links are not looked at. */
export function isBelow(root: string, full: string): boolean {
  const away = relative(root, full);
  return away !== ".." && !away.startsWith(`..${sep}`) && !isAbsolute(away);
}

/**
 * Absolute path of a path relative to `root`.
 * @throws input error `path.outside` for one that leaves the root by `..` or as an absolute path
 */
export function inside(root: string, path: string): string {
  const full = resolve(root, path);
  if (!path.includes("\0") && isBelow(root, full)) return full;
  throw inputError({
    code: "path.outside",
    message: `${JSON.stringify(path)} is outside ${root}.`,
    hint: "Use a path relative to that directory.",
  });
}

/**
 * A link anywhere on the way could make us write outside the checkout.
 * @throws input error `path.link` that names the link
 */
export async function refuseLinks(root: string, full: string, shown: string): Promise<void> {
  const parts = relative(root, full).split(sep);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const stat = await lstat(join(root, ...parts.slice(0, depth))).catch(() => null);
    if (stat?.isSymbolicLink()) {
      throw inputError({
        code: "path.link",
        message: `${shown}: ${parts.slice(0, depth).join("/")} is a symbolic link; nothing was written.`,
        hint: "Choose an output path without links.",
      });
    }
  }
}

/**
 * Makes sure that a file can be put there, before work is done for it: no link on the way, nothing but a regular file
 * or nothing at its end.
 * @throws input error `path.*` or `file.*` that says what stands in the way
 */
export async function checkTarget(root: string, path: string): Promise<void> {
  const full = inside(root, path);
  await refuseLinks(root, full, path);
  const unwritable = (reason: string, cause?: unknown) =>
    inputError({
      code: "file.unwritable",
      message: `${path}: cannot be written (${reason}).`,
      hint: "Choose another output path, or move away what stands there.",
      cause,
    });
  const stat = await lstat(full).catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
    throw unwritable(cause instanceof Error ? cause.message : String(cause), cause);
  });
  if (stat !== null && !stat.isFile()) throw unwritable("something that is no file has this name");
}
