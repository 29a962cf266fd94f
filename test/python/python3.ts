import { execFileSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { pythonWithPytest } from "../../fixtures/world/python.ts";

/** An environment in which `python3` is the one with pytest; it leaves no compiled files behind. */
export function pythonEnvironment(): Record<string, string> {
  return {
    PATH: [pythonWithPytest(), process.env.PATH ?? ""].join(delimiter),
    HOME: process.env.HOME ?? "/",
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONIOENCODING: "utf-8:surrogatepass",
  };
}

/**
 * Asks Python itself: runs a script that reads `data` (already decoded from JSON) and leaves its answer in `answer`.
 * What it prints on the way is not looked at.
 */
export function askPython<Answer>(script: string, data: unknown, cwd = "."): Answer {
  const program = [
    "import json, os, sys",
    "data, out = json.load(sys.stdin), os.dup(1)",
    "os.dup2(2, 1)",
    script,
    "with os.fdopen(out, 'w') as stream: json.dump(answer, stream)",
  ].join("\n");
  const env = pythonEnvironment();
  const python = join(env.PATH?.split(delimiter)[0] ?? "", "python3");
  const stdout = execFileSync(python, ["-c", program], {
    cwd,
    env,
    input: JSON.stringify(data),
    encoding: "utf8",
    maxBuffer: 100_000_000,
    stdio: ["pipe", "pipe", "pipe"],
  });
  return JSON.parse(stdout);
}
