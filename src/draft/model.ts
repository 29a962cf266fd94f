/** The generated files of one plan, and which described test became which node id. */
export interface Draft {
  readonly files: readonly DraftFile[];
  readonly trace: readonly TraceEntry[];
}

export interface DraftFile {
  /** Repository-relative, `/` separated. */
  readonly path: string;
  readonly content: string;
}

export interface TraceEntry {
  /** `Group::test_name` of the description. */
  readonly test: string;
  readonly scenario: string;
  /** pytest node id. */
  readonly nodeid: string;
  /** `described`: docstring only, `__test__ = False`. */
  readonly status: "implemented" | "described";
  /** Why it stayed described; null when implemented. */
  readonly reason: string | null;
  /** What each line of the description was bound to, for the reader. */
  readonly bindings: readonly Binding[];
}

export interface Binding {
  readonly section: "precondition" | "step" | "expected";
  readonly text: string;
  /** `running_vm` (fixture), `utilities.virt.reset_vm`, … */
  readonly target: string;
  /** 0–1, how well name, docstring and types fit. */
  readonly score: number;
}

/** A proposed edit of a draft: the whole new content of each file it touches. */
export interface Patch {
  readonly files: readonly DraftFile[];
  /** What it does, in a few words, for the journal and the comment. */
  readonly summary: string;
  /** Who proposes it: `rule:<name>` or an author's name. */
  readonly by: string;
}

export interface GateDecision {
  readonly accepted: boolean;
  readonly reasons: readonly GateReason[];
}

export interface GateReason {
  /** Kebab-case name of the rule: `assertion-removed`. */
  readonly rule: string;
  readonly message: string;
  /** 1-based line in the file before the edit (0 when the file as a whole). */
  readonly line: number;
}
