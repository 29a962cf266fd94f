import { uncapital } from "../words.ts";
import { predicateOf } from "./finite.ts";
import { toImperative } from "./imperative.ts";

const DURING =
  /\s(?:during|over|throughout|across|through)\s((?:an?|the)\s)?((?:live[- ]|cold |storage |vm |power[- ]|cluster |node |operator |cnv |openshift |kubevirt )*(?:migrations?|upgrades?|updates?|restarts?|reboots?|resets?|lifecycle|cycle|failover|drain|backups?|restores?))\b(.*)$/i;
const COUNT = "\\d+|two|three|four|five|six|ten|twenty|fifty|a hundred|several|many|repeated";
/** "through 100 migrations", "ten restarts in a row": what is done, and how often. */
const REPEATED = new RegExp(
  String.raw`(?:^|\s(?:during|over|throughout|across|through|after)\s)(${COUNT})\s(?:(?:successive|consecutive|live|back-to-back)\s)*(migration|upgrade|restart|reboot|reset|failover|drain|backup|restore|snapshot)s(\sin a row)?$`,
  "i",
);

/** "Migrate the VM 100 times"; null for anything else. */
export function repeatedly(text: string): string | null {
  const [, count = "", action = "", row = ""] = REPEATED.exec(text) ?? [];
  const order = action === "" ? undefined : toImperative(action, "the VM")?.imperative;
  if (order === undefined) return null;
  return `${order} ${/^(?:several|many|repeated)$/i.test(count) ? "several" : count.toLowerCase()} times${row}`;
}

/** "stays right for 7 days", "for an hour": so long one looks. */
const FOR_TIME =
  /\sfor\s((?:at least\s)?(?:\d+|an?|one|two|three|five|ten|several)\s(?:seconds?|minutes?|hours?|days?|weeks?|months?))$/i;

/** "over live migration", "during an upgrade": what is done meanwhile. */
export function duringOf(text: string): string[] | null {
  const often = repeatedly(text);
  if (often !== null) return [often];
  const time = predicateOf(text) === null ? null : FOR_TIME.exec(text);
  if (time !== null) return [`Wait ${time[1] ?? ""}`];
  const found = DURING.exec(text);
  if (found === null) return null;
  const [, article = "", action = "", rest = ""] = found;
  const orders = `${action}${rest}`
    .split(/\sand\s/i)
    .map((one) => toImperative(one, "the VM")?.imperative ?? null);
  if (!orders.includes(null)) return orders.filter((order) => order !== null);
  // "through migration and maintenance": the half would show less than is said.
  if (/^\s(?:and|or)\s/i.test(rest)) return null;
  const first = toImperative(action, "the VM")?.imperative;
  return [first ?? `Perform ${article || "the "}${uncapital(action)}`];
}
