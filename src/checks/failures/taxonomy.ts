import type { Verdict } from "../model.ts";

interface CategoryFacts {
  /** What may be done about it as long as nothing more is known than the message. */
  readonly verdict: Verdict;
  /** One sentence for the reader: what to do next. */
  readonly suggestion: string;
}

/** Every kind of failure that is told apart, who is to blame by default, and what the reader can do. */
export const TAXONOMY = {
  collection_error: {
    verdict: "heal",
    suggestion: "Correct the test file so that pytest can collect it; none of its tests has run.",
  },
  import_error: {
    verdict: "heal",
    suggestion: "Import a name that the suite really has, or install the missing dependency.",
  },
  fixture_error: {
    verdict: "heal",
    suggestion: "Request a fixture that exists, with a scope that fits, and never call it directly.",
  },
  test_code_error: {
    verdict: "heal",
    suggestion: "Correct the Python error in the test; the product was not judged by it.",
  },
  api_schema: {
    verdict: "heal",
    suggestion:
      "Compare the object the test sends with the API's schema and correct the field, kind or version.",
  },
  expected_exception: {
    verdict: "heal",
    suggestion:
      "The product refused as planned but with another exception type; expect that type and keep the check of the refusal.",
  },
  webhook_denied: {
    verdict: "heal",
    suggestion: "Correct the object that the admission check denied; its message says which part.",
  },
  webhook_unavailable: {
    verdict: "retry",
    suggestion: "Run again; if the webhook stays unreachable, look at the pods and endpoints of its service.",
  },
  conflict_modified: {
    verdict: "retry",
    suggestion: "Run again; if it repeats, patch the object instead of replacing a stale copy of it.",
  },
  already_exists: {
    verdict: "heal",
    suggestion: "Give the object a unique name and delete it in teardown.",
  },
  namespace_terminating: {
    verdict: "retry",
    suggestion: "Run again once the old namespace is gone; use a unique namespace name.",
  },
  stale_reference: {
    verdict: "heal",
    suggestion:
      "Refer to an object that exists, or create it first; if the test did create it, report who deleted it.",
  },
  api_transient: {
    verdict: "retry",
    suggestion: "Run again with some delay; if it repeats, check the load and health of the API server.",
  },
  cluster_unreachable: {
    verdict: "infra",
    suggestion:
      "Restore the connection to the cluster's API server; nothing about the test can be said before that.",
  },
  auth_401: {
    verdict: "infra",
    suggestion: "Renew the credentials (kubeconfig or token) that the run uses.",
  },
  rbac_403: {
    verdict: "infra",
    suggestion:
      "Grant the run's account the permission that the message names, or check which client the test uses.",
  },
  quota: {
    verdict: "infra",
    suggestion: "Raise the quota or limit range of the namespace, or free resources in it.",
  },
  scheduling: {
    verdict: "infra",
    suggestion:
      "Provide nodes with the resources, labels or taints that the workload needs; do not shrink the test.",
  },
  image_pull: {
    verdict: "infra",
    suggestion: "Check the image name, the pull secret and the registry's rate limit.",
  },
  container_start: {
    verdict: "infra",
    suggestion: "Read the pod's events on the node: the container could not be created or started.",
  },
  storage_provision: {
    verdict: "retry",
    suggestion:
      "Run once more with time for the volume; if it stays pending, check the storage class and its provisioner.",
  },
  wait_timeout: {
    verdict: "retry",
    suggestion:
      "Run again; if it repeats, compare the awaited condition with the object's real status and events.",
  },
  terminal_state: {
    verdict: "product-bug",
    suggestion: "Report the object's failed state with its events and logs; waiting longer cannot help.",
  },
  guest_connect: {
    verdict: "retry",
    suggestion:
      "Run again; if it repeats, check that the guest has booted and that its SSH or console is reachable.",
  },
  assertion: {
    verdict: "product-bug",
    suggestion:
      "Compare the product's behaviour with the expected line of the description and report the difference.",
  },
  xpass_strict: {
    verdict: "heal",
    suggestion: "The expected failure is gone: let a person confirm the fix, then remove the xfail marker.",
  },
  teardown_leak: {
    verdict: "heal",
    suggestion: "Correct the cleanup: the test left an object behind or its deletion did not end.",
  },
  env_config: {
    verdict: "infra",
    suggestion:
      "Provide what the environment lacks: the tool, setting, file or cluster capability that the message names.",
  },
  env_external: {
    verdict: "infra",
    suggestion: "Wait for the third-party service that the message names, or mirror what is taken from it.",
  },
  test_timeout: {
    verdict: "retry",
    suggestion: "Run again; if it hangs at the same place, wait there with a bound and a clear message.",
  },
  runner_crash: {
    verdict: "infra",
    suggestion: "Look at the runner's memory and logs: the Python process died or pytest itself broke.",
  },
  run_cancelled: {
    verdict: "infra",
    suggestion: "The run was interrupted; start it again.",
  },
  session_abort: {
    verdict: "infra",
    suggestion: "The suite ended the session itself; read its message about the cluster's state first.",
  },
  /** Nothing is known, so nothing is edited: it is reported, with little confidence, and a person must decide. */
  unknown: {
    verdict: "product-bug",
    suggestion: "Read the failure: it fits no known kind, so a person must say whose fault it is.",
  },
} as const satisfies Readonly<Record<string, CategoryFacts>>;

export type Category = keyof typeof TAXONOMY;

/** One sentence about what to do, for a category of a `Classification`; that of `unknown` for any other word. */
export function suggestionFor(category: string): string {
  return TAXONOMY[isCategory(category) ? category : "unknown"].suggestion;
}

const isCategory = (word: string): word is Category => Object.hasOwn(TAXONOMY, word);
