import type { PythonClass } from "../../../suite/model.ts";
import { bareName } from "../../../suite/types.ts";
import { stems, wordsFor } from "../words.ts";
import { type Candidate, unspoken } from "./catalogue.ts";
import type { BindContext, Bound } from "./model.ts";
import type { Scope } from "./scope.ts";

/** Words by which a plan says that something is refused; they do not tell which refusal it is. */
const REFUSING = new Set(
  stems(
    "request attempt refused rejected denied blocked prevented disallowed allowed permitted fails not with an error answered because since due as",
  ),
);

/** The request must raise the suite's error for a refusal; which one, its docstring says. */
export function bindRefusal(text: string, scope: Scope, context: BindContext): Bound {
  const phrase = stems(text);
  if (NO_REFUSAL.test(text)) {
    return { ok: false, reason: `"${text}": this is a failure of the server or the connection, no refusal` };
  }
  const actor = scope.fixtures.some((fixture) => /\bunprivileged\b/i.test(`${fixture.name} ${fixture.doc}`));
  const words = actor ? [...phrase, ...stems("forbidden permission user")] : phrase;
  const telling = phrase.filter((word) => !REFUSING.has(word));
  const ranked = context.catalogue.errors
    .filter((candidate) => standsForRefusal(candidate.item, phrase, context))
    .filter((candidate) => unspoken(telling, candidate).length === 0)
    .map((candidate) => ({ candidate, score: likenessOf(words, candidate, context) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.candidate.item.name < b.candidate.item.name ? -1 : 1));
  const [best] = ranked;
  if (best === undefined) {
    const which = telling.length === 0 ? "" : `, one that speaks of ${wordsFor(text, telling).join(", ")}`;
    return { ok: false, reason: `"${text}": the suite has no error that stands for this refusal${which}` };
  }
  const { module, name } = best.candidate.item;
  return {
    ok: true,
    binding: { section: "expected", text, target: `${module}.${name}`, score: best.score },
    scope,
    imports: [
      { module: "pytest", name: "" },
      { module, name },
    ],
    before: [],
    lines: [],
    refusedWith: `pytest.raises(${name})`,
  };
}

/** What may pass by itself or is a defect proves nothing about the request. */
const NO_REFUSAL =
  /\b(?:(?:server|internal) (?:error|failure)|unavailable|timeout|tim(?:es|ed) out|too many requests|crash\w*|429|5\d\d)\b/i;

/** Statuses by which a cluster refuses what a client asks for. 5xx is a crash, 429 and timeouts ask to try again. */
const REFUSALS = new Set([400, 403, 404, 405, 409, 412, 422]);
/** 401 judges who asks before it looks at what is asked: only where the plan says so. */
const UNKNOWN_USER = /^(?:unauthor\w*|unauthent\w*|401|token)$/;
const NAMES =
  /^(?:Http|Api|Client|Request)?(?:BadRequest|Forbidden|PermissionDenied|AccessDenied|NotFound|MethodNotAllowed|Conflict|AlreadyExists|PreconditionFailed|Invalid|Unprocessable\w*)(?:Api|Request)?(?:Error|Exception)?$/;
/** Bases of errors that an answer of the server is turned into; others are raised before anything was asked. */
const ANSWERS = /(?:Api|Http|HTTP|Rest|Response|Status|Server|Kube\w*|Cluster)(?:Error|Exception)$/;

/** The suite says that the class stands for a refusal: by its status, in its docstring, or else by its name. */
function standsForRefusal(
  { name, status, doc }: PythonClass,
  phrase: readonly string[],
  { catalogue }: BindContext,
): boolean {
  const statuses = status === null ? statusesIn(doc) : [status];
  if (statuses.length > 0) {
    return statuses.every(
      (one) => REFUSALS.has(one) || (one === 401 && phrase.some((word) => UNKNOWN_USER.test(word))),
    );
  }
  const bases = catalogue.lineage(name).slice(1);
  return NAMES.test(name) && bases.some((base) => ANSWERS.test(base));
}

const statusesIn = (doc: string): number[] =>
  [...doc.matchAll(/\b([1-5]\d\d)\b/g)].map(([, digits]) => Number(digits));

function likenessOf(
  words: readonly string[],
  candidate: Candidate<PythonClass>,
  { catalogue }: BindContext,
): number {
  // The base class of all refusals would accept any of them, which proves less.
  const isBase = catalogue.errors.some(({ item }) =>
    item.bases.some((name) => bareName(name) === candidate.item.name),
  );
  const weigh = (some: readonly string[]): number =>
    some.reduce((sum, word) => sum + catalogue.weight(word), 0);
  const total = weigh(words);
  if (isBase || total === 0) return 0;
  const shared = words.filter((word) => candidate.name.includes(word) || candidate.about.has(word));
  return Math.round((weigh(shared) / total) * 100) / 100;
}
