/** Longest end of a traceback that is looked at, in characters. */
const TRACEBACK_CAP = 64 * 1024;

/** File name and function of the last frame of a pytest traceback; "" for what it does not show. */
export function raisedIn(traceback: string): { file: string; name: string } {
  const text = traceback.slice(-TRACEBACK_CAP);
  const positions = [...text.matchAll(/^(?:\S*\/)?([^/\s:]+\.py):\d+: (?:in (\w+)|\w*)$/gm)];
  const frame = text.split(/^(?:_ ){5,}_?[ \t]*$/m).at(-1) ?? "";
  const [, file = "", short] = positions.at(-1) ?? [];
  return { file, name: short ?? /^[> \t]*(?:async )?def (\w+)\(/m.exec(frame)?.[1] ?? "" };
}

/** The line that failed stands directly in a `with pytest.raises(…)`: the test expected a refusal. */
export function insideRaises(traceback: string): boolean {
  const text = traceback.slice(-TRACEBACK_CAP);
  return /^[ \t]*with (?:pytest\.)?raises\([^\n]*\n(?:[ \t][^\n]*\n){0,3}?>[ \t]/m.test(text);
}
