import { visible } from "./markdown.ts";

/**
 * Free text for a log that a GitHub runner may read along: nothing that a terminal would obey, and no workflow command,
 * neither `::name::` at the start of a line nor the old `##[name]` anywhere in it. A character of no width takes them
 * apart, so that people read the same.
 */
export const logText = (text: string): string =>
  visible(text)
    .replace(/##(?=\[)/g, "##\u200b")
    .replace(/^([^\S\n]*)(?=::)/gm, "$1\u200b");
