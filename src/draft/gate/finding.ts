/** Why an edit is refused, before it is known where. */
export interface Finding {
  /** Kebab-case. */
  readonly rule: string;
  readonly message: string;
}

/** Source text as a message shows it. */
export function quote(text: string): string {
  return text.includes("`") ? text : `\`${text}\``;
}
