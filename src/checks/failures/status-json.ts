import { z } from "zod";

/** What the API server said when it refused a request. */
export interface ApiStatus {
  /** HTTP code; 0 when only the reason is known. */
  readonly code: number;
  /** Kubernetes reason in one word: `Forbidden`, `AlreadyExists`; "" when unknown. */
  readonly reason: string;
  /** The server's message and its causes. */
  readonly message: string;
}

const StatusBody = z.object({
  kind: z.literal("Status"),
  message: z.string().default(""),
  reason: z.string().default(""),
  code: z.number().default(0),
  details: z.object({ causes: z.array(z.object({ message: z.string().default("") })).nullish() }).nullish(),
});

/** Longest Status document that is read, in characters. */
const BODY_CAP = 16 * 1024;

/** Exceptions of the Kubernetes Python clients that stand for one HTTP code. */
const CODE_BY_TYPE: Readonly<Record<string, number>> = {
  BadRequestError: 400,
  UnauthorizedError: 401,
  ForbiddenError: 403,
  NotFoundError: 404,
  MethodNotAllowedError: 405,
  ConflictError: 409,
  GoneError: 410,
  UnprocessibleEntityError: 422,
  TooManyRequestsError: 429,
  InternalServerError: 500,
  ServiceUnavailableError: 503,
  ServerTimeoutError: 504,
  BadRequestException: 400,
  UnauthorizedException: 401,
  ForbiddenException: 403,
  NotFoundException: 404,
  ConflictException: 409,
  UnprocessibleEntityException: 422,
};

const CODE_BY_REASON: Readonly<Record<string, number>> = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Gone: 410,
  Expired: 410,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  ServiceUnavailable: 503,
  ServerTimeout: 504,
  Timeout: 504,
};

/**
 * The API server's answer that a failure text quotes: a Status document (whole, cut off, or printed as Python bytes),
 * kubectl's `Error from server (Reason): …`, or the client's own header `(403)\nReason: Forbidden`.
 * `type` is the exception's name without module. Undefined when the text quotes none.
 */
export function apiStatusOf(text: string, type: string): ApiStatus | undefined {
  return fromDocument(text) ?? fromKubectl(text) ?? fromHeader(text, type);
}

function fromDocument(text: string): ApiStatus | undefined {
  const start = text.search(/\{(?=[^{}]{0,200}\\?["']kind\\?["']\s*:\s*\\?["']Status\\?["'])/);
  if (start === -1) return undefined;
  const raw = text.slice(start, start + BODY_CAP);
  // Inside b'…' Python doubles backslashes and escapes the single quote.
  const asBytes = /b'$/.test(text.slice(0, start)) || !raw.includes('"kind"');
  const body = asBytes ? raw.replace(/\\(['"\\])/g, "$1") : raw;
  const whole = StatusBody.safeParse(parseFirstObject(body));
  if (whole.success) {
    const { code, reason, message, details } = whole.data;
    const causes = (details?.causes ?? []).map((cause) => cause.message);
    return { code: code || codeOf(reason), reason, message: [message, ...causes].join("\n") };
  }
  // Cut off by a length limit, or not quite JSON: single fields are still readable.
  const field = (name: string) =>
    new RegExp(`["']${name}["']\\s*:\\s*["']((?:\\\\.|[^"'\\\\])*)`).exec(body)?.[1] ?? "";
  const reason = field("reason");
  const code = Number(/["']code["']\s*:\s*(\d{3})/.exec(body)?.[1] ?? 0) || codeOf(reason);
  if (code === 0) return undefined;
  const message = /["']message["']\s*:\s*(["'])([\s\S]*?)\1\s*,\s*["']reason["']/.exec(body)?.[2] ?? body;
  return { code, reason, message: message.replace(/\\(["'\\])/g, "$1") };
}

/** Parses the JSON object at the start of `text`, whatever follows it; undefined when there is none. */
function parseFirstObject(text: string): unknown {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === "\\") at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{") depth += 1;
    else if (char === "}") {
      depth -= 1;
      if (depth > 0) continue;
      try {
        return JSON.parse(text.slice(0, at + 1));
      } catch {
        return undefined;
      }
    }
  }
  return undefined;
}

function fromKubectl(text: string): ApiStatus | undefined {
  const match = /Error from server \((\w+)\):\s*([^\n]*)/.exec(text);
  if (match === null) return undefined;
  const [, reason = "", message = ""] = match;
  const code = codeOf(reason);
  return code === 0 ? undefined : { code, reason, message };
}

function fromHeader(text: string, type: string): ApiStatus | undefined {
  const match = /(?:^|[\s:])\(?([45]\d\d)\)?[ \t]{0,20}\n?[ \t]{0,20}Reason: *([^\n]*)/.exec(text);
  const code = Number(match?.[1] ?? (Object.hasOwn(CODE_BY_TYPE, type) ? CODE_BY_TYPE[type] : 0));
  if (code === 0) return undefined;
  const body = /HTTP response body:\s*([^\n]*)/.exec(text)?.[1] ?? "";
  return { code, reason: "", message: body || (match?.[2] ?? "") };
}

const codeOf = (reason: string): number =>
  Object.hasOwn(CODE_BY_REASON, reason) ? (CODE_BY_REASON[reason] ?? 0) : 0;
