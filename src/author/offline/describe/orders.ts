import { leadingVerb } from "./english.ts";
import { isOrder, masked } from "./finite.ts";
import { toImperative } from "./imperative.ts";

/** "Add memory and migrate": a machine is migrated. */
const LONE = /^(?:(?:live|cold)[- ])?(?:migrate|restart|reboot|reset|pause|unpause|resume)$/i;

/** "Deploy a VM and pause it", "disable X, set Y": the orders, or null when the words are none. */
export function ordersOf(text: string): string[] | null {
  const said = text.replace(/^then\s+/i, "");
  if (!isOrder(said)) return null;
  const orders: string[] = [];
  for (const part of splitAt(said, /,?\s(?:and then|then|and)\s|,\s|;\s/i, true)) {
    const machine = orders.length > 0 && LONE.test(part.text) ? toImperative(part.text, "the VM") : null;
    if (machine !== null) orders.push(machine.imperative);
    else if (orders.length > 0 && !isOrder(part.text)) orders[orders.length - 1] += part.joint + part.text;
    else orders.push(part.text);
  }
  return shared(orders);
}

/** "Create and start a VM": what is started is what was created. */
function shared(orders: readonly string[]): string[] {
  const whole: string[] = [];
  for (const [index, order] of orders.entries()) {
    const next = leadingVerb(orders[index + 1] ?? "");
    const before = leadingVerb(orders[index - 1] ?? "");
    const bare = (one: ReturnType<typeof leadingVerb>) =>
      one !== null && one.rest === "" && !/^(?:wait|check|repeat|retry)$/.test(one.verb);
    const own = leadingVerb(order);
    if (next !== null && bare(own)) whole.push(`${order} ${next.rest}`);
    else if (own !== null && bare(before)) whole.push(order.replace(/ an? /, " the "));
    else whole.push(order);
  }
  return whole;
}

/** Parts a text at a pattern, never within quotes or brackets. */
export function splitAt(text: string, pattern: RegExp): string[];
export function splitAt(text: string, pattern: RegExp, joints: true): { joint: string; text: string }[];
export function splitAt(
  text: string,
  pattern: RegExp,
  joints = false,
): string[] | { joint: string; text: string }[] {
  const found: { joint: string; text: string }[] = [];
  let joint = "";
  let start = 0;
  // Most texts are not parted at all.
  const cuts = pattern.test(text)
    ? masked(text).matchAll(new RegExp(pattern.source, `g${pattern.flags}`))
    : [];
  for (const cut of cuts) {
    found.push({ joint, text: text.slice(start, cut.index) });
    joint = cut[0];
    start = cut.index + cut[0].length;
  }
  found.push({ joint, text: text.slice(start) });
  return joints ? found : found.map((part) => part.text);
}
