import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { classify, suggestionFor } from "../../src/checks/failures/classify.ts";
import { TAXONOMY } from "../../src/checks/failures/taxonomy.ts";

const Labelled = z.strictObject({
  id: z.string(),
  category: z.string(),
  verdict: z.enum(["heal", "retry", "infra", "product-bug"]),
  message: z.string(),
  traceback: z.string().optional(),
  when: z.string().optional(),
  negative: z.boolean().optional(),
  dependencies: z.array(z.string()).optional(),
});

const failures = readFileSync(new URL("../../fixtures/failures.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => Labelled.parse(JSON.parse(line)));

describe("classify: labelled failures", () => {
  it.each(failures.map((one) => [one.id, one.category, one.verdict, one] as const))(
    "%s is %s, so %s",
    (_, category, verdict, failure) => {
      const result = classify(failure);
      expect({ category: result.category, verdict: result.verdict }).toEqual({ category, verdict });
      expect(result.signal).not.toBe("");
    },
  );

  it("covers every category at least once", () => {
    expect(new Set(failures.map((one) => one.category))).toEqual(new Set(Object.keys(TAXONOMY)));
  });
});

describe("classify: what must not be confused", () => {
  it("does not look at source lines of a traceback", () => {
    const traceback = [
      "        if http_resp.status == 401:",
      "            raise UnauthorizedException(http_resp=http_resp)",
      "        # ImagePullBackOff, exceeded quota, context deadline exceeded",
      ">       raise ValueError('odd')",
      "E       ValueError: odd",
      "",
      "tests/test_a.py:3: ValueError",
    ].join("\n");
    expect(classify({ message: "ValueError: odd", traceback }).category).toBe("test_code_error");
    expect(
      classify({ message: "Exception: odd", traceback: traceback.replaceAll("ValueError: ", "Exception: ") }),
    ).toMatchObject({
      category: "unknown",
      verdict: "product-bug",
    });
  });

  it("does not look at a quoted traceback or at the arguments of a wait", () => {
    const quoted =
      'Exception: odd\nOriginal traceback:\n  File "rest.py", line 9\n    raise Unauthorized("timed out")';
    expect(classify({ message: quoted }).category).toBe("unknown");
    const plain =
      'Traceback (most recent call last):\n  File "a.py", line 1\n    raise Unauthorized()\nException: odd';
    expect(classify({ message: plain }).category).toBe("unknown");
    const wait =
      "TimeoutExpiredError: Timed Out: 9\nFunction: f  Kwargs: {'image': 'ErrImagePull'}\nLast exception: N/A";
    expect(classify({ message: wait }).category).toBe("wait_timeout");
  });

  it.each([
    "AssertionError: expected 200 but got 404",
    "AssertionError: timeout in spec is 300\nassert 300 == 600",
    "AssertionError: user is forbidden: exceeded quota was expected",
    "Failed: unprivileged user must not be able to reset the VM (403 expected)",
  ])("leaves an assertion an assertion: %s", (message) => {
    expect(classify({ message, when: "call" })).toMatchObject({
      category: "assertion",
      verdict: "product-bug",
    });
  });

  it("takes the phase from the message, or from the caller who knows better", () => {
    const message = 'failed on teardown with "TimeoutExpiredError: Timed Out: 5"';
    expect(classify({ message }).category).toBe("teardown_leak");
    expect(classify({ message, when: "setup" }).category).toBe("wait_timeout");
  });

  it("blames the cluster even when it is lost during teardown", () => {
    const message =
      "failed on teardown with \"MaxRetryError: HTTPSConnectionPool(host='10.0.0.1', port=443): Max retries exceeded with url: /api/v1\"";
    expect(classify({ message })).toMatchObject({ category: "cluster_unreachable", verdict: "infra" });
  });

  it.each([
    [
      "cut off",
      '{"kind":"Status","message":"no such thing","reason":"NotFound","details":{"na',
      "stale_reference",
      0.85,
    ],
    [
      "printed as bytes",
      String.raw`b'{"kind":"Status","message":"it\'s forbidden: User \\"dev\\" cannot","reason":"Forbidden","code":403}'`,
      "rbac_403",
      0.95,
    ],
    [
      "with the reason in a cause",
      '{"kind":"Status","message":"pods is forbidden","reason":"Forbidden","details":{"causes":[{"message":"exceeded quota: q"}]},"code":403}',
      "quota",
      0.95,
    ],
  ])("reads a Status that is %s", (_, body, category, confidence) => {
    expect(classify({ message: `Exception: HTTP response body: ${body}` })).toMatchObject({
      category,
      confidence,
    });
  });

  it("trusts a Python error less when it was raised below the test", () => {
    const at = (file: string) =>
      classify({ message: "KeyError: 'status'", traceback: `E   KeyError: 'status'\n\n${file}:9: KeyError` });
    expect(at("utilities/virt.py").confidence).toBeLessThan(at("tests/test_a.py").confidence);
  });

  it("edits nothing in a negative test that met another trouble than a refusal", () => {
    const message = 'Error from server (Forbidden): pods "a" is forbidden: exceeded quota: q';
    expect(classify({ message, negative: true })).toMatchObject({ category: "quota", verdict: "infra" });
  });
});

describe("classify: properties", () => {
  const words = fc.constantFrom(
    'failed on setup with "',
    "failed on teardown with ",
    "collection failure",
    "TimeoutExpiredError: Timed Out: 5",
    "\nLast exception: ",
    "N/A",
    "AssertionError: ",
    "KeyError: 'A_B'",
    "\nE   ",
    "\nDuring handling of the above exception, another exception occurred:\n",
    '{"kind":"Status","code":403,"reason":"Forbidden","message":"',
    "b'{",
    "\\",
    "_ _ _ _ _ _ _ _\n",
    "    with pytest.raises(ValueError):\n",
    ">       ",
    "(404)\nReason: ",
    "HTTPSConnectionPool(host='a', port=1)",
    "tests/a.py:1: in wait_for\n",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.array(fc.oneof(words, fc.string({ maxLength: 10 })), { maxLength: 20 }).map((parts) => parts.join("")),
  );
  const failure = fc.record(
    {
      message: text,
      traceback: text,
      when: fc.oneof(fc.constantFrom("setup", "call", "teardown", "collection"), text),
      negative: fc.boolean(),
    },
    { requiredKeys: ["message"] },
  );

  it("is total and deterministic: any failure has a known category, a verdict and a confidence", () => {
    fc.assert(
      fc.property(failure, (input) => {
        const result = classify(input);
        expect(Object.keys(TAXONOMY)).toContain(result.category);
        expect(["heal", "retry", "infra", "product-bug"]).toContain(result.verdict);
        expect(result.confidence).toBeGreaterThan(0);
        expect(result.confidence).toBeLessThanOrEqual(1);
        expect(result.signal.length).toBeLessThanOrEqual(200);
        expect(classify(input)).toEqual(result);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    "a",
    " ",
    "\n",
    "a.",
    "1",
    "{",
    '"',
    "_ ",
    "\\",
    ":",
    "E   ",
    "A-::",
    "Pending ",
    "with raises(\n ",
  ])("ends on half a million repetitions of %j", (piece) => {
    const long = piece.repeat(500_000 / piece.length);
    expect(classify({ message: long, traceback: long }).category).toBeTypeOf("string");
    expect(
      classify({ message: `AssertionError: ${long}`, traceback: `with raises(\n ${long}` }).category,
    ).toBeTypeOf("string");
  });

  it("never edits without knowing", () => {
    for (const { verdict, confidence } of failures.map(classify)) {
      if (verdict === "heal") expect(confidence).toBeGreaterThanOrEqual(0.5);
    }
    expect(classify({ message: "" })).toEqual({
      category: "unknown",
      verdict: "product-bug",
      confidence: 0.2,
      signal: "",
    });
  });
});

describe("suggestionFor", () => {
  it("has one sentence for every category and that of unknown for any other word", () => {
    for (const category of Object.keys(TAXONOMY))
      expect(suggestionFor(category)).toMatch(/^[A-Z][^\n]{20,}\.$/);
    expect(suggestionFor("toString")).toBe(suggestionFor("unknown"));
  });
});
