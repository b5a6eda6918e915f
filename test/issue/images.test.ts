import { describe, expect, test } from "@jest/globals";
import { readBlocks } from "../support/issue-text.ts";

/** What is found in an image block, whose `src` is on line 6 and `alt` on line 7. */
function codesOf(src: string, alt = "Two chess kings face each other", more = ""): readonly string[] {
  const { problems } = readBlocks(
    `  - image:\n      src: ${JSON.stringify(src)}\n      alt: ${JSON.stringify(alt)}\n${more}`,
  );
  return problems.map(({ at, code, severity }) => `${at.line} ${severity} ${code}`);
}

describe("a picture on another machine", () => {
  const width = "      width: 600\n";

  test.each([
    "https://example.org/a.png",
    "https://cdn.example.org:8443/a/b%20c.jpg?w=600&h=2",
    "HTTPS://bücher.example.org/könig.png",
    "https://example.org/picture",
  ])("may be at %s when its width is said", (src) => {
    expect(codesOf(src, undefined, width)).toEqual([]);
    expect(codesOf(src)).toEqual(["6 error issue/image-width"]);
  });

  test.each([
    "http://example.org/a.png",
    "//example.org/a.png",
    "\\\\example.org\\a.png",
    "data:image/png;base64,AAAA",
    "file:///etc/hostname",
    "cid:a",
    "javascript:alert(1)",
    "https://example.org",
    "https://example.org/",
    "https:/example.org/a.png",
    "https:\\\\example.org\\a.png",
    "https://example.org/two kings.png",
    "https://localhost/a.png",
    "https://192.168.1.1/a.png",
    "https://0x7f.1/a.png",
    "https://[::1]/a.png",
    "https://ada:secret@example.org/a.png",
  ])("is refused at %s", (src) => {
    expect(codesOf(src, undefined, width)).toEqual(["6 error issue/image-remote"]);
  });

  test("takes no merge field, so nobody learns who looks at it", () => {
    const codes = codesOf("https://example.org/{{firstName|a}}.png", undefined, width);
    expect(codes).toEqual(["6 error issue/field-in-image"]);
  });

  test("that seems to be of a type mail programs do not show is told", () => {
    expect(codesOf("https://example.org/a.svg?x=1", undefined, width)).toEqual([
      "6 warning issue/image-type",
    ]);
  });

  test("says its width in pixels from 1 to 800", () => {
    for (const wrong of ["0", "801", "1.5", '"600"', "600px"])
      expect(codesOf("a.png", undefined, `      width: ${wrong}\n`)).toEqual([
        expect.stringMatching(/^8 error issue\//),
      ]);
    for (const right of ["1", "800"])
      expect(codesOf("a.png", undefined, `      width: ${right}\n`)).toEqual([]);
  });
});

describe("the alt text of a picture", () => {
  test.each([
    ["kings.png", "alt-file-name"],
    ["Screenshot 2026-09-01.PNG", "alt-file-name"],
    ["IMG_2041", "alt-file-name"],
    ["Two-Kings", "alt-file-name"],
    ["Image of two kings", "alt-picture-of"],
    ["A picture of two kings", "alt-picture-of"],
    ["k".repeat(151), "alt-long"],
  ])("is questioned: %s", (alt, code) => {
    expect(codesOf("images/two-kings.jpg", alt)).toEqual([`7 warning issue/${code}`]);
  });

  test.each(["", "Kings", "Two kings", "Kings and the image of a coin", "k".repeat(150)])(
    "is fine: %s",
    (alt) => {
      expect(codesOf("images/two-kings.jpg", alt)).toEqual([]);
    },
  );

  test("may be the file's name when that is a word", () => {
    expect(codesOf("images/kings.jpg", "Kings")).toEqual([]);
  });
});
