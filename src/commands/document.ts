import { inputError } from "../errors.ts";
import { readTextDocument } from "../workspace/read-file.ts";
import type { Io } from "./io.ts";

/**
 * Text of a file that a command is to work on.
 * @throws input error `file.*` that names the file: missing, no file, no text, too large, or empty
 */
export async function readNamed(io: Io, path: string): Promise<string> {
  const text = await readTextDocument(io.cwd, path);
  if (text.trim() !== "") return text;
  throw inputError({
    code: "file.empty",
    message: `${path}: is empty.`,
    hint: "Name a file that holds something.",
  });
}
