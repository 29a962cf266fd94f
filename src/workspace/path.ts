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
