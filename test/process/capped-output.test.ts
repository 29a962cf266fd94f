import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CappedOutput } from "../../src/process/capped-output.ts";

const letters = fc.string({ unit: fc.constantFrom(..."abcdefghij"), maxLength: 40 });

describe("CappedOutput", () => {
  it("keeps the beginning and the end, however the bytes come in", () => {
    fc.assert(
      fc.property(fc.array(letters), fc.integer({ min: 1, max: 30 }), (chunks, half) => {
        const output = new CappedOutput(2 * half);
        for (const chunk of chunks) output.add(Buffer.from(chunk));
        const all = chunks.join("");
        const dropped = all.length - 2 * half;
        expect(output.text()).toBe(
          dropped <= 0
            ? all
            : `${all.slice(0, half)}\n[... ${dropped} bytes left out ...]\n${all.slice(-half)}`,
        );
      }),
    );
  });

  it("puts characters together that came in pieces", () => {
    const output = new CappedOutput(100);
    for (const byte of Buffer.from("é😀")) output.add(Buffer.of(byte));
    expect(output.text()).toBe("é😀");
  });
});
