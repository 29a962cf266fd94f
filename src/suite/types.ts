/** Small reader of annotations as written: enough to follow a value from a fixture to a helper's parameter. */

const WRAPPERS = /^(?:\w+\.)*(?:Async)?(?:Generator|Iterator|Iterable)\[/;
const UNION = /^(?:\w+\.)*(Optional|Union)\[([\s\S]*)\]$/;
const TOKEN = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|#[^\n]*|[\s\S]/g;

/** Splits at the top level, outside brackets and strings, without comments: `A, B[C, D]` at `,` gives `A` and `B[C, D]`. */
export function splitTop(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith("#")) continue;
    if ("[({".includes(token)) depth += 1;
    if ("])}".includes(token)) depth -= 1;
    if (token === separator && depth === 0) {
      parts.push(current.trim());
      current = "";
    } else current += token;
  }
  if (current.trim() !== "") parts.push(current.trim());
  return parts;
}

/** What a fixture hands over: `Generator[VirtualMachine, None, None]` gives `VirtualMachine`. */
export function yieldedType(annotation: string | null): string | null {
  if (annotation === null) return null;
  const text = unquote(annotation);
  const inner = WRAPPERS.test(text) ? text.slice(text.indexOf("[") + 1, text.lastIndexOf("]")) : null;
  const handedOver = inner === null ? text : unquote(splitTop(inner, ",")[0] ?? "");
  return handedOver === "None" || handedOver === "" ? null : handedOver;
}

/** The alternatives of a union without None: `Optional[VM]`, `VM | None` and `Union[VM, None]` give `["VM"]`. */
export const alternatives = (annotation: string | null): string[] =>
  annotation === null ? [] : members(annotation).filter((member) => member !== "None");

export function isOptional(annotation: string | null): boolean {
  const all = annotation === null ? [] : members(annotation);
  return all.length > 1 && all.includes("None");
}

/** Members of a union, nested ones too; `Optional[VM]` has None as well. */
function members(annotation: string): string[] {
  const text = unquote(annotation);
  const parts = splitTop(text, "|");
  if (parts.length > 1) return parts.flatMap(members);
  const [, kind, inner = ""] = UNION.exec(text) ?? [];
  if (kind === undefined) return parts;
  return [...splitTop(inner, ",").flatMap(members), ...(kind === "Optional" ? ["None"] : [])];
}

/** `virt.VirtualMachine[int]` gives `VirtualMachine`: the name that classes are compared by. */
export const bareName = (type: string): string => (type.split("[")[0] ?? "").split(".").at(-1)?.trim() ?? "";

const unquote = (text: string): string => text.trim().replace(/^(["'])([^"']*)\1$/, "$2");
