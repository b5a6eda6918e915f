import { describe, expect, test } from "@jest/globals";
import { maskTexts } from "./mask.ts";

/** The masked text with runs of spaces as one, which is easier to read. */
function codeOf(source: string): string {
  return maskTexts(source).replace(/ +/g, " ").trim();
}

describe("masking", () => {
  test("keeps every character in its place and every line its number", () => {
    const source = "a /* b\nc */ d('e') // f\ng";
    expect(maskTexts(source)).toBe("a     \n     d(' ')     \ng");
  });

  test("hides what stands in quotes, with escaped quotes in it", () => {
    expect(codeOf(String.raw`a("x \" y"); b('z')`)).toBe(`a(" "); b(' ')`);
  });

  test("hides template texts and shows their insertions, nested ones too", () => {
    expect(codeOf(`a(\`x \${b({ c: \`y \${d} z\` })} w\`)`)).toBe(`a(\` \${b({ c: \` \${d} \` })} \`)`);
  });

  test("hides regular expressions, with slashes and quotes in them", () => {
    expect(codeOf(`a.split(/["/]\\//); b`)).toBe("a.split(/ /); b");
    expect(codeOf("return /process/.test(x)")).toBe("return / /.test(x)");
  });

  test("takes a slash behind a value for a division", () => {
    expect(codeOf("(a + b) / process / 2")).toBe("(a + b) / process / 2");
  });
});
