import { describe, expect, it } from "vitest";
import { remembered } from "../../src/author/offline/remembered.ts";

describe("what was worked out lately", () => {
  it("is not worked out again, null included", () => {
    const asked: string[] = [];
    const answer = remembered((text) => {
      asked.push(text);
      return text === "" ? null : text.length;
    });
    expect(["ab", "", "ab", "", "abc"].map(answer)).toEqual([2, null, 2, null, 3]);
    expect(asked).toEqual(["ab", "", "abc"]);
  });

  it("is right for any number of texts", () => {
    const answer = remembered((text) => `${text}!`);
    const texts = Array.from({ length: 12_000 }, (_, index) => String(index % 7000));
    expect(texts.map(answer)).toEqual(texts.map((text) => `${text}!`));
  });
});
