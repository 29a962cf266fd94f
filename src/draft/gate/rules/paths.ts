import type { DraftFile, GateReason } from "../../model.ts";
import { reason } from "../judgement.ts";

/** Files that steer pytest, Python or a checker for everything beside them. */
const STEERING =
  /(^|\/)(pytest\.ini|\.pytest\.ini|pytest\.toml|tox\.ini|setup\.(cfg|py)|pyproject\.toml|\.coveragerc|pyrightconfig\.json|mypy\.ini|\.?ruff\.toml|\.flake8|sitecustomize\.py|usercustomize\.py|\.env|.*\.(pth|pyc|pyo|pyd|so))$/;

/**
 * Only the given files may change; a new one only in an allowed directory.
 * `allowedPaths` are directories, repository-relative, without a slash at the end ("" allows all).
 */
export function judgePaths(
  before: readonly DraftFile[],
  after: readonly DraftFile[],
  allowedPaths: readonly string[],
): GateReason[] {
  const known = new Map(before.map((file) => [file.path, file.content]));
  const kept = new Set(after.map((file) => file.path));
  const removed = before.filter((file) => !kept.has(file.path));
  const twice = after.filter((file, index) => after.findIndex((other) => other.path === file.path) !== index);
  return [
    ...removed.map((file) => reason("file-removed", `${file.path} was removed`, 0)),
    ...twice.map((file) => reason("file-outside", `${file.path} is given twice`, 0)),
    ...after
      .filter((file) => known.get(file.path) !== file.content)
      .flatMap((file) => judgePath(file.path, known.has(file.path), allowedPaths)),
    ...after
      .filter((file) => !known.has(file.path))
      .flatMap((file) => judgeModuleName(file, [...before, ...after])),
  ];
}

function judgePath(path: string, known: boolean, allowedPaths: readonly string[]): GateReason[] {
  if (STEERING.test(path))
    return [reason("config-edited", `${path} steers the whole run and is not the draft's to edit`, 0)];
  if (known) {
    return path.endsWith(".py")
      ? []
      : [reason("config-edited", `${path} is no Python file and cannot be judged`, 0)];
  }
  const segments = path.split("/");
  const clean = !path.includes("\\") && segments.every((segment) => !["", ".", ".."].includes(segment));
  const allowed = allowedPaths.some((directory) => directory === "" || path.startsWith(`${directory}/`));
  return clean && allowed ? [] : [reason("file-outside", `${path} is outside the files of this draft`, 0)];
}

/** `tests/time.py` would be imported by its neighbours in place of Python's own `time`. */
function judgeModuleName(file: DraftFile, all: readonly DraftFile[]): GateReason[] {
  const stem =
    file.path
      .replace(/(\/__init__)?\.pyi?$/, "")
      .split("/")
      .at(-1) ?? "";
  const imported = new RegExp(`^\\s*(import|from)\\s+${stem.replace(/\W/g, "\\$&")}\\b`, "m");
  const shadows =
    /\.pyi?$/.test(file.path) && stem !== "" && all.some(({ content }) => imported.test(content));
  return shadows
    ? [
        reason(
          "name-shadowed",
          `${file.path} takes the place of module \`${stem}\`, which the tests import`,
          0,
        ),
      ]
    : [];
}
