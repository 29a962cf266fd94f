import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeRedactor } from "../../src/process/redact.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const secretText = fc
  .string({ unit: "grapheme", minLength: 8, maxLength: 40 })
  .filter((text) => text.trim().length >= 8);

describe("a known secret", () => {
  const SECRET = "p@ss/w0rd+é x?>y";

  it.each([
    ["plain", SECRET],
    ["URL-encoded", encodeURIComponent(SECRET)],
    ["URL-encoded in lower case", "p%40ss%2fw0rd%2b%c3%a9%20x%3f%3ey"],
    ["encoded as a form", new URLSearchParams({ a: SECRET }).toString().slice(2)],
    ["encoded as a path, slashes kept", encodeURIComponent(SECRET).replaceAll("%2F", "/")],
    ["in JSON", JSON.stringify(SECRET).slice(1, -1)],
    ["in base64", base64(SECRET)],
    ["in base64 without padding", base64(SECRET).replaceAll("=", "")],
    ["in base64 for URLs", Buffer.from(SECRET).toString("base64url")],
    ["in base64 behind a user", base64(`bob:${SECRET}`)],
    ["in base64 behind another user", base64(`me:${SECRET}\n`)],
    ["in base64 between others", Buffer.from(`ab${SECRET}cd`).toString("base64url")],
  ])("is hidden %s", (_, written) => {
    const shown = makeRedactor([SECRET])(`before ${written} after`);
    expect(shown).toMatch(/^before .*\*\*\*.* after$/);
    for (let at = 0; at + 8 <= written.length; at += 1)
      expect(shown).not.toContain(written.slice(at, at + 8));
  });

  it("is hidden in whatever form and surroundings", () => {
    const forms = fc.constantFrom<(text: string) => string>(
      (text) => text,
      encodeURIComponent,
      base64,
      (text) => Buffer.from(text).toString("base64url"),
      (text) => JSON.stringify(text).slice(1, -1),
    );
    fc.assert(
      fc.property(secretText, forms, fc.string(), fc.string(), (secret, form, before, after) => {
        expect(makeRedactor([secret])(before + form(secret) + after)).not.toContain(form(secret));
      }),
    );
  });

  it("is hidden with every one of its lines", () => {
    const shown = makeRedactor(["first-line\nsecond-line\r\nx"])(
      "a second-line b first-line c first-line\\nsecond-line",
    );
    expect(shown).toBe("a *** b *** c ***\\n***");
  });

  it("leaves no rest when another secret is a part of it", () => {
    expect(makeRedactor(["secret", "secret-and-more"])("a secret-and-more b secret")).toBe("a *** b ***");
  });

  it("may hold anything, and a short one hides no words", () => {
    expect(makeRedactor(["(a+)+$[\\"])("x (a+)+$[\\ y")).toBe("x *** y");
    expect(makeRedactor(["\ud800broken"])("x \ud800broken y")).toBe("x *** y");
    expect(makeRedactor(["", "test"])("a test")).toBe("a test");
    expect(makeRedactor(["$& $1 $$"])("x $& $1 $$ y")).toBe("x *** y");
  });
});

describe("what looks like a token", () => {
  const alnum = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG3iJ6";
  const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.${alnum}`;

  it.each([
    `ghp_${alnum}`,
    `ghs_${alnum}`,
    `github_pat_11ABC_${alnum}`,
    `sk-ant-api03-${alnum}`,
    `sha256~${alnum}`,
    "AKIAIOSFODNN7EXAMPLE",
    `xoxb-123456789012-${alnum}`,
    jwt,
    `ghs_12345_${jwt}`,
    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBg\\n-----END PRIVATE KEY-----",
    "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIBkg",
    base64("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n"),
  ])("is hidden: %s", (token) => {
    expect(makeRedactor([])(`"${token}"`)).toBe('"***"');
  });

  it.each([
    ["Authorization: Bearer abcdefgh12345678", "Authorization: Bearer ***"],
    ["authorization: basic dXNlcjpwYXNz", "authorization: basic ***"],
    ['"Authorization": "Basic dXNlcjpwYXNz"', '"Authorization": "Basic ***"'],
    ["https://bob:hunter2@host/path", "https://bob:***@host/path"],
    ["https://:token@host", "https://:***@host"],
  ])("is hidden where %s", (text, shown) => {
    expect(makeRedactor([])(text)).toBe(shown);
  });

  it.each([
    "disk-hotplug-volume-of-a-running-virtual-machine",
    "task-0123456789-0123456789-0123456789",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "tests/virt/test_vm_reset.py::TestVmReset::test_boot_id_changes",
    "https://host:8443/path?user=a@b",
    "utilities.virt.VirtualMachine.restart_and_wait_until_running",
    "-----BEGIN CERTIFICATE-----",
    "The bearer of news",
  ])("is not: %s", (text) => {
    expect(makeRedactor(["some-other-secret"])(text)).toBe(text);
  });

  it("is looked for in time that grows with the text, not with its square", () => {
    const redact = makeRedactor([alnum]);
    for (const part of [
      "-----BEGIN PRIVATE KEY-----",
      "eyJ",
      "eyJhbGciOiJ.",
      "://a:",
      "bearer ",
      "sk-",
      alnum.slice(1),
    ]) {
      expect(typeof redact(part.repeat(3_000_000 / part.length))).toBe("string");
    }
  });
});
