/** Who acts: "an unprivileged user", "users without the permission", "a developer". */
const ACTOR = String.raw`(?:(?:an?|the|any)\s+)?(?:[\w-]+\s+){0,2}?(?:users?|developers?|admins?|administrators?)(?:\s+without\s+(?:the\s+|any\s+)?(?:[\w-]+\s+)?(?:permission|privilege|right)s?)?`;
/** "A VM created by a developer" tells whose it is, not who acts. */
const MADE = String.raw`(?<!\b(?:vms?|machines?|snapshots?|disks?|volumes?|claims?|namespaces?|limits?|quotas?|labels?|values?)\s(?:(?:that|which)\s(?:is|was|are|were)\s)?(?:created|owned|deployed|made|defined|imported|started|set|configured))`;
/** "a user of the other project": whose user it is belongs to who acts. */
const OF = String.raw`(?:\s(?:of\s(?:(?:an?|the|another|other|different|same)\s)*|from\s(?:another|(?:an?|the)\s(?:other|different))\s)[\w-]+)?`;
const BY = new RegExp(String.raw`${MADE}\s+(?:by|as)\s+(${ACTOR}${OF})(?=\s|[,;]|$)`, "i");
const CAN = new RegExp(
  String.raw`^(?!only\b|no\b|each\b|every\b|all\b)(${ACTOR})(?=\s(?:can|cannot|can['’]t|(?:is|are)\s(?:not\s)?(?:un)?(?:able|allowed|permitted))\b)`,
  "i",
);
const WHOLE = new RegExp(`^${ACTOR}$`, "i");
/** Nobody in particular, or somebody who may do everything. */
const PLAIN = /^(?:(?:an?|the|any)\s)?(?:(?:vm|cluster)\s)?(?:users?|admins?|administrators?|owners?)$/i;

export interface Acted {
  /** Who acts, as written; null when it is nobody in particular. */
  readonly actor: string | null;
  /** The sentence, without "by …" when the actor was told there. */
  readonly text: string;
}

/** Finds who acts: behind "by", else in front of "can" and "cannot". */
export function actedBy(text: string): Acted {
  const by = BY.exec(text);
  if (by?.[1] !== undefined) {
    const plain = isPlainActor(by[1]);
    return { actor: plain ? null : by[1], text: text.replace(BY, "") };
  }
  const first = CAN.exec(text)?.[1];
  return { actor: first === undefined || isPlainActor(first) ? null : first, text };
}

export const isActor = (text: string): boolean => WHOLE.test(text);

/** "a user" tells nothing; "an unprivileged user", "a user without the permission" and "a developer" do. */
export const isPlainActor = (text: string): boolean => PLAIN.test(text);
