/** What one sentence of a scenario is for. */
export interface Sentence {
  /** `do`: an order; `check`: what must be seen; `given`: what must be so before; `remark`: about the plan, not the test. */
  readonly kind: "do" | "check" | "given" | "remark";
  readonly text: string;
  /** The plan says "verify" or the like. */
  readonly demanded: boolean;
  /** What is demanded begins with "that": it is a clause, whether or not its verb is known. */
  readonly clause?: true;
}

/** "test data is intact" demands nothing. */
const TEST = String.raw`test(?!\s(?:data|files?|results?|suites?|cases?|objects?|environments?)\b)`;
export const DEMAND = `verify|validate|confirm|ensure|check|assert|make sure|expect|${TEST}`;
export const LEAD = new RegExp(
  String.raw`^(?:please )?(?:(?:to )?(?:${DEMAND}|verif(?:ies|ying)|validat(?:es|ing)|confirm(?:s|ing)|ensur(?:es|ing)|check(?:s|ing)|test(?:s(?!\s(?:pass|fail|run|complete|succeed|are)\b)|ing)))(?:(?: (?:that|whether|if|how))+|:)?(?:\s+|$)`,
  "i",
);
