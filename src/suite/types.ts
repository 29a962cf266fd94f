/** Small reader of annotations as written: enough to follow a value from a fixture to a helper's parameter. */

const WRAPPERS = /^(?:typing\.|collections\.abc\.)?(?:Async)?(?:Generator|Iterator|Iterable|AsyncIterator)\[/;

/** Splits at the top level: `splitTop("A, B[C, D]", ",")` gives `["A", "B[C, D]"]`. */
export function splitTop(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = "";
  for (const char of text) {
    if ("[({".includes(char)) depth += 1;
    if ("])}".includes(char)) depth -= 1;
    if (char === separator && depth === 0) {
      parts.push(current.trim());
      current = "";
    } else current += char;
  }
  if (current.trim() !== "") parts.push(current.trim());
  return parts;
}

/** What a fixture hands over: `Generator[VirtualMachine, None, None]` gives `VirtualMachine`. */
export function yieldedType(annotation: string | null): string | null {
  if (annotation === null) return null;
  const text = unquote(annotation);
  if (!WRAPPERS.test(text)) return text === "None" ? null : text;
  const inner = text.slice(text.indexOf("[") + 1, text.lastIndexOf("]"));
  const first = splitTop(inner, ",")[0] ?? null;
  return first === "None" ? null : first;
}

/** The alternatives of a union without None: `Optional[VM]`, `VM | None` and `Union[VM, None]` give `["VM"]`. */
export function alternatives(annotation: string | null): string[] {
  if (annotation === null) return [];
  const text = unquote(annotation);
  const optional = /^(?:typing\.)?(?:Optional|Union)\[(.*)\]$/s.exec(text);
  const parts = optional ? splitTop(optional[1] ?? "", ",") : splitTop(text, "|");
  return parts.map(unquote).filter((part) => part !== "None" && part !== "");
}

export const isOptional = (annotation: string | null): boolean =>
  annotation !== null && /\bOptional\[|\|\s*None\b|\bNone\s*\|/.test(annotation);

/** `virt.VirtualMachine[int]` gives `VirtualMachine`: the name that classes are compared by. */
export const bareName = (type: string): string => (type.split("[")[0] ?? "").split(".").at(-1)?.trim() ?? "";

const unquote = (text: string): string => text.trim().replace(/^["'](.*)["']$/, "$1");
