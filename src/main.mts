/** The house behind both doors; the bundle's entry. */
export { action } from "./action/action.ts";
export { cli } from "./commands/program.ts";
