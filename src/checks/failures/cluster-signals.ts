import { rule, type Signal } from "./signals.ts";

/** A connection to the API server was refused, whatever tool (an SSH proxy, a console) wanted it. */
export const API_SERVER_DIAL = /\bdial tcp(?: [^\n]{0,100}:6443\b|: lookup api\b)[^\n]{0,200}/;

/** Facts about the cluster that stand even inside an assertion's message: without nodes no test judges the product. */
export const HARD_SIGNALS: readonly Signal[] = [
  rule(
    "scheduling",
    0.95,
    /\b\d{1,5}\/\d{1,5} nodes are available[^\n]*|no nodes available to schedule pods/,
  ),
  rule("scheduling", 0.9, /\bErrorUnschedulable\b|\bFailedScheduling\b|\bOutOf(?:cpu|memory|pods)\b/),
];

/** Waiting ended. Also in the words that helpers put into an assertion. */
export const WAIT_SIGNALS: readonly Signal[] = [
  rule(
    "wait_timeout",
    0.85,
    /\bfail(?:ed|ure) (?:in |to )?reach(?:ing)?\b[^\n]{1,200}?\b(?:on time|in time|within)\b/i,
  ),
  rule("wait_timeout", 0.85, /\btimed? ?out (?:while )?waiting\b[^\n]{0,200}/i),
];

/** Refusals and troubles in the API server's own message; they say more than its code. */
export const SERVER_SIGNALS: readonly Signal[] = [
  rule("webhook_unavailable", 0.95, /failed calling (?:admission )?webhook[^\n]{0,200}/),
  rule("webhook_unavailable", 0.9, /conversion webhook for [^\n]{0,200}? failed/),
  rule("namespace_terminating", 0.95, /because it is being terminated|NamespaceTerminating/),
  rule("namespace_terminating", 0.85, /object is being deleted: namespaces/),
  rule("webhook_denied", 0.95, /admission webhook [^\n]{0,200}?denied(?: the request)?|violates PodSecurity/),
  rule(
    "webhook_denied",
    0.95,
    /unable to validate against any security context constraint|RunAsUser is forbidden/i,
  ),
  rule("webhook_denied", 0.9, /ValidatingAdmissionPolicy [^\n]{0,200}? denied request/),
  rule("quota", 0.95, /exceeded quota|failed quota/i),
  rule(
    "quota",
    0.9,
    /(?:max|min)imum \S{1,40} usage per \w{1,40} is|(?:max|min)imum \S{1,40} limit to request ratio/i,
  ),
  rule(
    "api_transient",
    0.9,
    /etcdserver: [^\n]{0,80}|not yet ready to handle request|storage is \(re\)initializing/,
  ),
  rule("api_transient", 0.85, /context deadline exceeded|unable to return a response in the time allotted/),
  rule("wait_timeout", 0.8, /is waiting to start: (?:ContainerCreating|PodInitializing)/),
];

/** Log lines, events and command output that quote no Status document. */
export const TEXT_SIGNALS: readonly Signal[] = [
  rule("image_pull", 0.95, /\b(?:ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName)\b/),
  rule("image_pull", 0.9, /\btoomanyrequests\b|manifest unknown|Failed to pull image|pull access denied/),
  rule(
    "container_start",
    0.95,
    /\b(?:CreateContainer(?:Config)?Error|RunContainerError|ContainerCannotRun)\b/,
  ),
  rule("container_start", 0.9, /failed to create (?:pod sandbox|containerd task)|FailedCreatePodSandBox/i),
  rule("container_start", 0.9, /OCI runtime create failed/i),
  rule(
    "storage_provision",
    0.85,
    /failed to provision volume|ProvisioningFailed|waiting for a volume to be created/,
  ),
  rule("storage_provision", 0.75, /\bFailed(?:Mount|AttachVolume)\b|Unable to attach or mount volumes/),
  ...HARD_SIGNALS,
  ...SERVER_SIGNALS,
  rule("scheduling", 0.85, /\bUnschedulable\b|\bInsufficient (?:cpu|memory|hugepages-\w+|devices\.\S+)/),
  rule(
    "api_schema",
    0.95,
    /strict decoding error|unknown field "|No matches found for \{|no matches for kind "/,
  ),
  rule("api_schema", 0.9, /Validation ?Error at '|error validating data|doesn't have a resource type/i),
  rule("api_schema", 0.9, /Subclasses of Resource|could not find the requested resource/),
  rule(
    "api_schema",
    0.85,
    /\bis invalid: [^\n]{0,200}?(?:Required|Invalid|Unsupported) value\b|in body (?:must|should) be/,
  ),
  rule("conflict_modified", 0.95, /object has been modified|Precondition failed: UID/),
  rule("conflict_modified", 0.8, /Operation cannot be fulfilled on/),
  rule("already_exists", 0.9, /\bAlreadyExists\b|"[^"\n]{1,253}" already exists/),
  rule("auth_401", 0.9, /must be logged in to the server|asked for the client to provide credentials/i),
  rule("auth_401", 0.85, /invalid bearer token|\btoken (?:has |is )?expired|\bUnauthorized\b/),
  rule("rbac_403", 0.9, /is forbidden: User "|\bUser "[^"\n]{1,253}" cannot \w+ resource/),
  rule("cluster_unreachable", 0.95, API_SERVER_DIAL),
  // The guest's SSH and console before the words that they share with the API server's connection.
  rule(
    "guest_connect",
    0.9,
    /\bSSHException\b|\bNoValidConnectionsError\b|ProxyCommandFailure|SSH protocol banner/,
  ),
  rule(
    "guest_connect",
    0.9,
    /\bssh: connect to host|kex_exchange_identification|Permission denied \(publickey/,
  ),
  rule("guest_connect", 0.8, /\bport 22\b|websocket: bad handshake|connect to (?:the )?(?:serial )?console/i),
  rule(
    "cluster_unreachable",
    0.95,
    /Unable to connect to the server|The connection to the server \S+ was refused/,
  ),
  rule(
    "cluster_unreachable",
    0.9,
    /\bdial tcp\b[^\n]{0,200}|TLS handshake timeout|get current server API group list/,
  ),
  rule("guest_connect", 0.85, /\bpexpect\.(?:exceptions\.)?(?:TIMEOUT|EOF)\b/),
  rule(
    "api_transient",
    0.85,
    /too many requests|currently unable to handle the request|client connection lost|GOAWAY/i,
  ),
  rule(
    "api_transient",
    0.85,
    /connection reset by peer|ConnectionResetError|RemoteDisconnected|Connection aborted/i,
  ),
  rule(
    "api_transient",
    0.75,
    /\bRead timed out\b|unexpected EOF|Internal error occurred|no endpoints available for service/,
  ),
  rule("api_transient", 0.75, /Client\.Timeout exceeded|Handshake status 5\d\d/),
  rule(
    "env_external",
    0.8,
    /\b50\d (?:Server Error|Bad Gateway|Service Unavailable)\b[^\n]{0,300}?\bhttps?:\/\/\S{1,200}/,
  ),
  rule(
    "env_external",
    0.75,
    /\bHTTP Error 50\d|requested URL returned error: 50\d|Could not resolve host: (?!api\.)/,
  ),
  rule("cluster_unreachable", 0.7, /\[Errno 110\]|connect: connection timed out/),
  rule("cluster_unreachable", 0.8, /name resolution|Name or service not known|no such host|No route to host/),
  rule("cluster_unreachable", 0.75, /connection refused|network is unreachable/i),
  rule("teardown_leak", 0.85, /\bResourceTeardownError\b|LeftoversException\b|\bleftovers?\b/i),
  rule("terminal_state", 0.9, /reached stop_condition|\bCrashLoopBackOff\b|\bOOMKilled\b|GuestPanicked/),
  rule("terminal_state", 0.9, /\bStatus of \S{1,100} \S{1,253} is (?:Failed|Error|DataVolumeError)\b/),
  rule(
    "terminal_state",
    0.8,
    /\bHEALTH_(?:WARN|ERR)\b|kernel panic|\bpanic: |\b(?:in|entered|reached) (?:an? |the )?(?:failed|error) (?:state|phase)\b/i,
  ),
  rule("storage_provision", 0.85, /\b(?:Import|Clone|Upload)(?:Scheduled|InProgress)\b/),
  rule("storage_provision", 0.8, /\bPending\b[\s\S]{0,2000}?\bProvisioning\b/),
  rule("stale_reference", 0.85, /\(NotFound\)|"[^"\n]{1,253}" not found|\bError(?:Pvc|DataVolume)NotFound\b/),
  rule(
    "env_config",
    0.9,
    /command not found|executable file not found|Invalid kube-?config|No configuration found/i,
  ),
  rule("env_config", 0.85, /incomplete configuration info|environment variable|unrecognized arguments:/i),
  rule(
    "env_config",
    0.8,
    /No space left on device|not (?:installed|available|supported|enabled) (?:on|in) (?:this|the) cluster/i,
  ),
  ...WAIT_SIGNALS,
  rule(
    "wait_timeout",
    0.75,
    /\btimed out\b|\btimeout (?:expired|exceeded|reached)\b|\bdid not (?:become|reach)\b/i,
  ),
  rule("already_exists", 0.7, /\balready exists\b/),
];
