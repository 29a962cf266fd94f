import { checkGraveyard } from "../graveyard/check.ts";
import { mergeGraveyards } from "../graveyard/merge.ts";
import { loadPython } from "../python/parser.ts";
import { readTextDocument } from "../workspace/read-file.ts";
import { readNamed } from "./document.ts";
import { at, type Io, json, say } from "./io.ts";

/** `testgen graveyard check [FILE]`: is every lesson complete and usable. Exit 1 with findings that are more than a note. */
export async function graveyardCheck(io: Io, path: string, options: { json?: boolean }): Promise<number> {
  const findings = checkGraveyard(await loadPython(), await readNamed(io, path));
  if (options.json) io.out(json({ path, findings }));
  else
    for (const { line, severity, message } of findings) say(io, `${at(path, line)}: ${severity}: ${message}`);
  if (!options.json && findings.length === 0) say(io, `${path}: no findings.`);
  return findings.every(({ severity }) => severity === "note") ? 0 : 1;
}

/** `testgen graveyard merge BASE OURS THEIRS`: the three-way merge, on stdout; usable as a git merge driver. */
export async function graveyardMerge(io: Io, base: string, ours: string, theirs: string): Promise<number> {
  const [first, second, third] = await Promise.all(
    [base, ours, theirs].map((path) => readTextDocument(io.cwd, path)),
  );
  io.out(mergeGraveyards(first ?? "", second ?? "", third ?? ""));
  return 0;
}
