/**
 * A path of the repository as a person may write it (`./stds/`), in its plain form; "." for the root itself. null for
 * one that is absolute, leaves the repository, goes into `.git` or holds control characters.
 */
export function plainPath(text: string): string | null {
  const path =
    text
      .trim()
      .replace(/^(?:\.\/+)+/, "")
      .replace(/(?<=[^/])\/+$/, "") || ".";
  return /^\/|^[A-Za-z]:|(?:^|\/)(?:\.\.|\.git)(?:\/|$)|\p{Cc}/iu.test(path) ? null : path;
}
