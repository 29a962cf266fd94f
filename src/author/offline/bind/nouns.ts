import { isVerbStem } from "../verbs.ts";
import { NOT, stems } from "../words.ts";

/** Words for the machine and what is inside of it. They mean different things, but one of them owns most others. */
const MACHINES = new Set(stems("vm vmi instance guest machine"));

/** Parts of names that say only which side of a thing is meant: the name of what, the state of what? */
const SIDES = new Set(
  stems("name id uid uuid count number time status state phase condition kind type value list info"),
);

/** Things that a machine may have or a cluster may hold, and that need not be there. */
const THINGS = new Set(
  stems(
    "disk volume snapshot backup restore claim pvc interface nic network migration clone quota secret pod namespace template cdrom",
  ),
);

export const isMachine = (stem: string): boolean => MACHINES.has(stem);

export const isThing = (stem: string): boolean => THINGS.has(stem);

/** Says in what state something is, or what was done to it. */
export const isState = (stem: string): boolean =>
  /^(?:run|halt|un.+|ready|bound|stay)$/.test(stem) || isVerbStem(stem);

/** A boot is the guest's, however it is put: "the VM has rebooted". */
export const isBoot = (stem: string): boolean => /^(?:re)?boot$/.test(stem);

/** Names one thing among those of a machine: the boot, the memory, the agent; not its name, not its state. */
export const isOwnThing = (stem: string): boolean =>
  stem !== NOT && !MACHINES.has(stem) && !SIDES.has(stem) && (!isState(stem) || isBoot(stem));
