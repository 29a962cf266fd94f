/** Clauses that say under what condition, not what must happen. */
const CONDITION =
  /\b(?:when|whenever|if|after|once|while|during|upon|until|unless|in case|in the event|even though|although|despite|regardless|because|due to|following|given|where)\b[^,;.:]{8,}?(?=[,;.:)]|$|\bthen\b|\b(?:it|they|(?:the|an?|its|every|all) (?:[\w-]+ ){1,3}?)\s*(?:is|are|must be|should be|gets?|fails?|cannot)\b)/gi;

const BE = "(?:is|are|be|being|been|was|were|gets?|got|remains?|stays?)";
const REFUSED = "(?:rejected|refused|denied|blocked|forbidden|disallowed|prohibited|prevented|declined)";
const MODAL = "(?:must|should|will|would|shall|does|do|did|is|are|was|were|be|has|have)";

/** What a sentence says when it demands a refusal or a failure. */
const NEGATIVE: readonly RegExp[] = [
  new RegExp(`\\b${BE} (?:\\w+ly )?${REFUSED}\\b`, "gi"),
  new RegExp(
    `\\b${BE} (?:not|never|no longer) (?:\\w+ly )?(?:allowed|permitted|accepted|admitted|possible|authori[sz]ed|able to)\\b`,
    "gi",
  ),
  new RegExp(
    `\\b${MODAL} (?:not|never) (?:be )?(?:able to|allowed|permitted|possible|accepted|succeed|succeeds)\\b`,
    "gi",
  ),
  /\b(?:not|never) (?:allowed|permitted|accepted|admitted|authori[sz]ed)\b/gi,
  /\b(?:cannot|can not|can['’]t|could not|couldn['’]t|(?:is|are|be) unable to|fails? to|failing to)\b/gi,
  /(?<!\bpre )\bfails?\b(?! ?-?(?:over|back)\b)/gi,
  /\bwon['’]t (?:let|allow|accept|permit)\b|\b(?:is|are|becomes?) impossible\b|\b(?:has|have|gets?) no access\b/gi,
  /\bstops the (?:deletion|creation|request|migration|update|upload|import)\b/gi,
  /\b(?:bad|wrong|invalid|unknown|unsupported|malformed|expired|illegal|non-?existent|(?:that|which) does(?: not|n['’]t) exist)\b[^.;,]{0,60}\b(?:is|are)(?: not|n['’]t) (?:created|imported|started|restored|scheduled|added|uploaded|applied)\b/gi,
  /\b(?:rejects|refuses|denies|disallows|forbids|prohibits|declines)\b/gi,
  /(?<!\b(?:only|the|all|any|no|of|in|changed|data|disk|these|those|modified|new) )\bblocks\b(?! of\b| are\b| and\b| or\b| changed\b| written\b|[.,;:)]|$)/gi,
  /\bprevents?\b[^.;]{0,80}?\bfrom\b/gi,
  /\b(?:reject|refuse|deny|disallow|forbid|block)(?:ion)?s? (?:the |a |an |any |all )?(?:(?!of |for )[\w-]+ )?(?:request|commands?|creation|update|attempt|operation|user|access|change|migration|deletion|invalid)s?\b/gi,
  /\b(?:returns?|returned|receives?|gets?|raises?|raised|throws?|shows?|reports?|displays?|produces?|yields?|emits?|sees?|expects?|with)(?: (?:with|a|an|the|clear|proper|meaningful|descriptive|appropriate|validation|forbidden|specific|informative|explicit|user|http|admission|\w+ed|\d{3}|["'“”\w-]+)){0,4} (?:errors?|rejection|4\d\d|forbidden)\b/gi,
  /\b(?:errors?|error message|rejection|4\d\d|forbidden)(?: \w+)? (?:is|are|must be|should be) (?:returned|raised|shown|reported|displayed|thrown|produced|received|given|logged)\b/gi,
  /\breturns? (?:http )?4\d\d\b/gi,
  /\b(?:gets?|receives?|expects?|sees?|raises?|returns?|with|verify|check|validate|confirm|→|->) (?:an? |the )?(?:\w+ )?\w*(?:Forbidden|Unauthorized|Denied|Invalid|Conflict|NotFound|Unprocessable)\w*(?:Error|Exception)\b/gi,
  /\bfailed with\b|\b(?:verify|confirm|expect|check|validate) (?:the |an? |explicit |clear |proper )*(?:rejection|refusal|denial|error message|errors?(?= *(?:$|[.;,]| is| code)))\b/gi,
  /\b(?:transitions?|moves?|goes|changes?|progress(?:es)?) (?:in)?to (?:the |a )?["'“]?(?:Failed|Error|Rejected|Failure)\b/g,
  /\b(?:shows?|reports?|indicates?|signals?|confirm|expect) (?:an? |the )?(?:explicit |clear )?failure\b/gi,
  /\b(?:shows?|reports?|enters?|reaches|ends(?: up)? in|has) (?:an? |the )?(?:["'“]?Failed\b|(?:failed|failure|error) (?:phase|state|status|condition)|(?:non-success\w*|unsuccessful)\b)/g,
  /\breturns? (?:an? |the )?["'“][^"'”]{1,60}["'”] error\b/gi,
  /\b(?:remains?|stays?) (?:["'“]?Pending["'”]?\/)?["'“]?unschedulable\b/gi,
  /\bprevents? (?:the )?(?:execution|creation|deletion|modification|use|start|migration|scheduling|update) (?:of|by|for)\b/gi,
  // "admission behavior for invalid templates": whoever admits says no to these.
  /\b(?:admission|validation|rejection)(?: [\w-]+){0,2} (?:of|for) (?:an? |the |any )?(?:invalid|malformed|unsupported|illegal|forbidden)\b/gi,
];

/** A failure named together with the condition under which it is demanded: `migration failure when …`. */
const CONDITIONAL =
  /\b(?:verify|validate|confirm|check|expect|observe|reports?|shows?|returns?|raises?|displays?|an?|the) (?:(?!when|if|after)[\w-]+,? ){0,3}(?:error(?: message)?s?|(?:(?:migration|creation|restore|import|clone|upload|start|boot|update|upgrade|snapshot|backup|login|scheduling|validation|hot-?plug) )?failures?|rejection) (?=(?:when|whenever|if|for)\b)/gi;

/** Words before a match that turn it around: "does not fail", "without being rejected", "no error is shown". */
const TURNED =
  /\b(?:not|no|never|without|neither|nor|n['’]t|cannot|free of|no longer|no [\w-]+(?: [\w-]+)?)(?: (?:any|an?|the|be|being|get|getting|longer|such|data|\w+ing))*\s*$/i;

/**
 * The words by which a text demands that something is refused or fails, or null. A refusal that is only the
 * condition ("when the backup fails, …") or that must not happen ("does not fail", "without errors") is none.
 */
export function negativeWords(text: string): string | null {
  const marked =
    /^\s*negative\s*[:–—-]\s|\[\s*negative\s*\]|\bnegative (?:test|scenario|case|path|flow|testing)s?\b/i.exec(
      text,
    );
  if (marked !== null) return marked[0];
  return wordsIn(text.replace(CONDITION, " "), NEGATIVE) ?? wordsIn(text, [CONDITIONAL]);
}

function wordsIn(demand: string, patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    for (const match of demand.matchAll(pattern)) {
      const after = demand.slice(match.index + match[0].length);
      if (isTurned(match[0], demand.slice(0, match.index), after)) continue;
      return match[0].replace(/\s+/g, " ").trim();
    }
  }
  return null;
}

/** `a guest that was denied memory`, `users who cannot log in`: which one is meant, not what must happen. */
const RELATIVE =
  /(?<!\b(?:verify|validate|confirm|check|ensure|assert|test|see|sure|shows?|so|such|means|says?|expect|reports?|[,;:]) )\b(?:that|which|who|whose(?: [\w-]+)?)\s+$/i;
/** `an admin can block users`: somebody may, nobody is refused. */
const ABLE = /\b(?:can|may|able to|allowed to)\s+$/i;
const ABILITY = /^(?:reject|refuse|deny|disallow|forbid|block)/i;

function isTurned(words: string, before: string, after: string): boolean {
  if (RELATIVE.test(before.slice(-60)) || (ABILITY.test(words) && ABLE.test(before.slice(-30)))) return true;
  if (TURNED.test(before.slice(-60)) || /^\s+(?:nothing|no|none|nobody)\b/i.test(after)) return true;
  return (
    /\b(?:no|without|zero|free of)\b[^.;]*\berrors?\b/i.test(words.replace(/["'“][^"'”]*["'”]/g, "")) ||
    /\bno\b[^.;]*\brejection\b/i.test(words)
  );
}
