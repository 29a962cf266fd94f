/** A plan to work on. */
export interface PlanInput {
  /** As the reader knows it: repository-relative, or as given on the command line. */
  readonly path: string;
  readonly read: () => Promise<Uint8Array>;
  /**
   * The version that this one replaces. Its path is another one when the plan was moved, and null for a copy: what was
   * generated from that version tells then where it was.
   */
  readonly before?: { readonly path: string | null; readonly read: () => Promise<Uint8Array> };
}
