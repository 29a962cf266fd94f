/**
 * The environment that child processes get: an allow-list, never the runner's own.
 * Generated tests run in these children, so no token, key, `INPUT_*`, `GITHUB_*` or `ACTIONS_*` variable may be in it.
 */
const ALLOWED = new Set([
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "LANG",
  "LANGUAGE",
  "TZ",
  "TMPDIR",
  "TEMP",
  "TMP",
  "KUBECONFIG",
  "VIRTUAL_ENV",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "KUBERNETES_SERVICE_HOST",
  "KUBERNETES_SERVICE_PORT",
]);

/** Names that are refused even when a workflow asks for them: they change what code runs, or carry our credentials. */
const REFUSED = new RegExp(
  [
    "^(?:GITHUB_|GH_|ACTIONS_|INPUT_|RUNNER_|GIT_|LD_|DYLD_)",
    "^NODE_(?:OPTIONS|PATH)$",
    "^(?:BASH_ENV|ENV)$",
    // A prefix for compiled files would hide stale ones from us; -O takes the assertions out.
    "^PYTHON(?:PATH|STARTUP|OPTIMIZE|HOME|USERBASE|EXECUTABLE|INSPECT|BREAKPOINT|PYCACHEPREFIX)$",
  ].join("|"),
);

/**
 * Picks what a child may see from `source`.
 * @param extra further names that the workflow's `test-env` input allows
 */
export function childEnvironment(
  source: Readonly<Record<string, string | undefined>>,
  extra: readonly string[] = [],
): Record<string, string> {
  const wanted = new Set(extra.filter((name) => !REFUSED.test(name)));
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    if (value === undefined) continue;
    if (ALLOWED.has(name) || name.startsWith("LC_") || wanted.has(name)) result[name] = value;
  }
  return result;
}

/** Names among `extra` that are never passed on, so that the caller can say so. */
export const refusedNames = (extra: readonly string[]): string[] =>
  extra.filter((name) => REFUSED.test(name));
