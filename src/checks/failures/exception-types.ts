import { API_SERVER_DIAL } from "./cluster-signals.ts";
import type { Category } from "./taxonomy.ts";

/** What an exception's type alone says. */
export interface TypeRule {
  readonly category: Category;
  /** 0–1 */
  readonly confidence: number;
  /** Words under which the type is only the wrapping of something else. */
  readonly unless?: RegExp;
}

function types(category: Category, confidence: number, names: readonly string[], unless?: RegExp) {
  const rule: TypeRule = unless === undefined ? { category, confidence } : { category, confidence, unless };
  return names.map((name): [string, TypeRule] => [name, rule]);
}

const PYTHON = ["AttributeError", "TypeError", "KeyError", "IndexError", "NameError", "UnboundLocalError"];
const PYTHON_RARE = [
  "ZeroDivisionError",
  "RecursionError",
  "StopIteration",
  "UnicodeDecodeError",
  "FileExistsError",
];
const CLIENT_ARGUMENTS = ["ApiTypeError", "ApiValueError", "ApiAttributeError", "ApiKeyError"];
const TEMPLATES = [
  "MissingTemplateVariables",
  "UndefinedError",
  "TemplateNotFound",
  "ScannerError",
  "ParserError",
];
const SSH = ["SSHException", "NoValidConnectionsError", "ProxyCommandFailure", "BadHostKeyException"];
const LEFT_OVER = ["ResourceTeardownError", "ResourceLeftoversException", "LeftoversException"];
const MISSING = ["MissingResourceException", "MissingResourceError", "MissingEnvironmentVariableError"];
const RESET = ["ConnectionResetError", "ConnectionAbortedError", "ProtocolError", "RemoteDisconnected"];
const READ = ["ReadTimeoutError", "ReadTimeout", "IncompleteRead", "ChunkedEncodingError", "SSLEOFError"];
const UNCONNECTED = ["NewConnectionError", "ConnectionRefusedError", "ConnectTimeoutError", "gaierror"];
const WAITED = ["TimeoutExpiredError", "TimeoutExpired", "TimeoutError", "ResourceWrongStatusException"];
const MISMATCH = [
  "UnexpectedBehaviour",
  "ResourceMismatch",
  "ResourceValueError",
  "ResourceMissingFieldError",
];

/** Types that decide before any words are looked at: a `KeyError: 'ImagePullBackOff'` is still a KeyError. */
export const DECIDING_TYPES: ReadonlyMap<string, TypeRule> = new Map([
  ...types("test_code_error", 0.9, [...PYTHON, "ValueError"]),
  ...types("test_code_error", 0.8, [...CLIENT_ARGUMENTS, ...TEMPLATES]),
  ...types("test_code_error", 0.7, [...PYTHON_RARE, "JSONDecodeError"]),
  ...types("test_code_error", 0.7, ["NotImplementedError"], /Subclasses of Resource/),
  ...types("api_schema", 0.9, [
    "ResourceNotFoundError",
    "ResourceNotUniqueError",
    "MissingRequiredArgumentError",
  ]),
  ...types("api_schema", 0.8, ["ValidationError"]),
  ...types("teardown_leak", 0.9, LEFT_OVER),
  ...types("guest_connect", 0.9, SSH, API_SERVER_DIAL),
  ...types(
    "guest_connect",
    0.85,
    ["AuthenticationException", "ChannelException", "TIMEOUT", "EOF"],
    API_SERVER_DIAL,
  ),
  ...types("env_config", 0.85, [...MISSING, "ConfigException"]),
  ...types("env_config", 0.8, ["UsageError", "UtilityPodNotFoundError", "PermissionError"]),
]);

/** Types that decide when the words around them say nothing more precise. */
export const FALLBACK_TYPES: ReadonlyMap<string, TypeRule> = new Map([
  ...types("wait_timeout", 0.85, WAITED),
  ...types("terminal_state", 0.8, ["ConditionError"]),
  ...types("api_transient", 0.8, RESET),
  ...types("api_transient", 0.75, READ),
  ...types("cluster_unreachable", 0.8, UNCONNECTED),
  ...types("env_external", 0.7, ["UrlNotFoundError"]),
  ...types("assertion", 0.6, MISMATCH),
]);
