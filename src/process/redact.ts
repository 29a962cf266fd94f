/** Token shapes that must not leave the machine, wherever they come from. Each is linear in the text's length. */
const TOKENS = new RegExp(
  [
    // GitHub, OpenShift, model vendors, AWS, Slack
    "gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}",
    String.raw`\bsha256~[A-Za-z0-9_-]{20,}`,
    String.raw`\bsk-[A-Za-z0-9_-]{20,}`,
    String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{16}`,
    String.raw`\bxox[abprs]-[A-Za-z0-9-]{10,}`,
    // A JSON web token: its first two parts are JSON objects in base64.
    String.raw`(?<![\w-])[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+`,
    // A private key, also with its line ends escaped or its end cut off; a kubeconfig has it in base64.
    String.raw`-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\w+/=\s\\:,]|-(?!----))*(?:-----END [A-Z ]*PRIVATE KEY-----)?`,
    "LS0tLS1CRUdJTi[A-Za-z0-9+/=]{20,}",
  ].join("|"),
  "g",
);
const AUTHORIZATION = /\b(bearer|authorization["']?\s*[:=]\s*["']?basic)(\s+)[A-Za-z0-9._~+/=-]{8,}/gi;
/** `https://user:password@host` */
const PASSWORD = /(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g;

const SHORTEST_SECRET = 6;

/** Replaces known secrets (also base64, URL-encoded or escaped) and anything that looks like a token. */
export function makeRedactor(secrets: readonly string[]): (text: string) => string {
  const spellings = secrets
    .flatMap((secret) => [secret, ...secret.split(/\r?\n/)])
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    // Longest first, so that a secret within another one leaves no rest of it.
    .sort((a, b) => b.length - a.length)
    .flatMap((secret) => [anyEscape(secret), ...base64Cores(secret)]);
  const known = spellings.length === 0 ? null : new RegExp(spellings.join("|"), "g");
  return (text) =>
    (known === null ? text : text.replace(known, "***"))
      .replace(TOKENS, "***")
      .replace(AUTHORIZATION, "$1$2***")
      .replace(PASSWORD, "$1***");
}

/** Pattern of a text whose characters may each be plain, percent-encoded (`+` for a space) or escaped as in JSON. */
const anyEscape = (secret: string): string =>
  Array.from(secret, (char) => {
    const percent = [...Buffer.from(char)].map((byte) => `%${hex(byte)}`).join("");
    const json = JSON.stringify(char).slice(1, -1);
    const ways = new Set([literally(char), percent, literally(json), ...(char === " " ? ["\\+"] : [])]);
    return `(?:${[...ways].join("|")})`;
  }).join("");

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

const hex = (byte: number): string =>
  byte
    .toString(16)
    .padStart(2, "0")
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

/**
 * Patterns of what base64 makes of a secret that stands anywhere in the encoded text (`user:secret`): three, one for
 * each place in a group of three bytes, without the characters that the neighbours share.
 */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const skip = before === 0 ? 0 : before + 1;
    const whole = Math.floor((padded.length * 8) / 6);
    const core = padded.toString("base64").slice(skip, whole);
    // The URL-safe alphabet differs in two characters; the rest of the last group, where it is the secret's own, goes too.
    return `${core.replace(/[+/]/g, (char) => (char === "+" ? "[+-]" : "[/_]"))}[A-Za-z0-9+/_-]?={0,2}`;
  });
}
