import { SERVER_SIGNALS } from "./cluster-signals.ts";
import { firstOf, type Guess } from "./signals.ts";
import type { ApiStatus } from "./status-json.ts";
import type { Category } from "./taxonomy.ts";

/** Refusals that a negative test may have been after. A full quota or a lost connection is none. */
const REFUSALS: readonly Category[] = [
  "webhook_denied",
  "rbac_403",
  "api_schema",
  "already_exists",
  "stale_reference",
];

/** Judges the API server's answer: its message first, then its reason and code. */
export function judgeStatus(status: ApiStatus, negative: boolean): Guess {
  const guess = firstOf(SERVER_SIGNALS, status.message) ?? byCode(status);
  if (!negative || !REFUSALS.includes(guess.category)) return guess;
  return { category: "expected_exception", confidence: guess.confidence * 0.9, signal: guess.signal };
}

function byCode({ code, reason, message }: ApiStatus): Guess {
  const signal = `${code} ${reason} ${message.split("\n", 1)[0] ?? ""}`;
  const as = (category: Category, confidence: number): Guess => ({ category, confidence, signal });
  if (code === 401) return as("auth_401", 0.95);
  if (code === 403) return as("rbac_403", /\bUser "/.test(message) ? 0.95 : 0.75);
  if (code === 404) {
    // Not an object is missing but the path: a kind, version or subresource that the server does not have.
    const path = /could not find the requested resource|404 page not found/.test(message);
    return path ? as("api_schema", 0.8) : as("stale_reference", 0.85);
  }
  if (code === 409) {
    const exists = reason === "AlreadyExists" || /already exists/.test(message);
    return exists
      ? as("already_exists", 0.95)
      : as("conflict_modified", /modified/.test(message) ? 0.95 : 0.7);
  }
  if (code === 408 || code === 410 || code === 429 || code >= 500) return as("api_transient", 0.9);
  return as("api_schema", 0.85);
}

const CLUSTER_HOST =
  /^(?:api[.-]|kubernetes\b|localhost$|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|\.svc\b/;

/** Client libraries name the host of a connection that failed: it is the cluster's or a third party's. */
export function judgeConnection(text: string): Guess | undefined {
  const pool = /\bHTTPS?ConnectionPool\(host='([^'\n]{1,253})', port='?(\d{1,5})'?\)[^\n]{0,300}/.exec(text);
  const answer =
    /\b[45]\d\d (?:Server|Client) Error: [^\n]{0,200}? for url: https?:\/\/([^/\s:]{1,253})(?::(\d{1,5}))?(\S{0,200})/;
  const [signal, host = "", port = "", urlPath = ""] = pool ?? answer.exec(text) ?? [];
  if (signal === undefined) return undefined;
  const path = /\bwith url: (\S{1,200})/.exec(text)?.[1] ?? urlPath;
  const cluster = CLUSTER_HOST.test(host) || port === "6443" || /^\/(?:apis?|version|openapi)\b/.test(path);
  if (!cluster) return { category: "env_external", confidence: 0.75, signal };
  return /Read timed out|reset by peer|Connection aborted|\b5\d\d Server Error/.test(text)
    ? { category: "api_transient", confidence: 0.8, signal }
    : { category: "cluster_unreachable", confidence: 0.9, signal };
}
