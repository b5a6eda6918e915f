import { describe, expect, test } from "@jest/globals";
import PostalMime from "postal-mime";
import { encodeHeaderText, encodePhrase, lastLine } from "../../src/message/encoded-word.ts";

const scripts = [
  "A quiet week in printing ",
  "Grüße aus München ",
  "活字印刷の一週間",
  "أسبوع هادئ في الطباعة ",
  "👩‍🚀🎈🏳️‍🌈",
  "a=?b_c?= ",
  "  spaces   in runs ",
  "日a本b語c 🎈é",
];

describe("the text of a header", () => {
  test("stays as it is when it is plain ASCII, folded at its spaces", () => {
    const folded = encodeHeaderText("word ".repeat(40).trim(), 9);
    expect(folded).not.toContain("=?");
    expect(folded.split("\r\n").every((line, index) => line.length + (index === 0 ? 9 : 0) <= 76)).toBe(true);
  });

  test("takes the shorter of the two encodings", () => {
    expect(encodeHeaderText("Grüße aus dem Norden", 9)).toBe("=?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus_dem_Norden?=");
    expect(encodeHeaderText("活字", 9)).toBe("=?UTF-8?B?5rS75a2X?=");
  });

  test.each(scripts)("reads back exactly at every length from 0 to 300, made of %j", async (script) => {
    const characters = [...script];
    for (let length = 0; length <= 300; length += 1) {
      const text = Array.from({ length }, (_, index) => characters[index % characters.length]).join("");
      const folded = encodeHeaderText(text, 9);
      expectLegal(`Subject: ${folded}`);
      expect(await decodedSubject(folded)).toBe(text);
    }
  });

  test("reads back exactly wherever one script follows another", async () => {
    for (let length = 0; length <= 120; length += 1) {
      const text = `${"x".repeat(length)}é${"🎈".repeat(length % 7)}${"字".repeat(length % 11)} y`;
      const folded = encodeHeaderText(text, 9);
      expectLegal(`Subject: ${folded}`);
      expect(await decodedSubject(folded)).toBe(text);
    }
  });

  test("is encoded when a single word is too long to be folded", () => {
    expectLegal(`Subject: ${encodeHeaderText("x".repeat(5000), 9)}`);
  });
});

describe("a display name", () => {
  test.each([
    ["The Weekly", "The Weekly"],
    ["Ada (Example), Ltd.", '"Ada (Example), Ltd."'],
    ['Ada "the" Ex\\ample', '"Ada \\"the\\" Ex\\\\ample"'],
    ["Zoë", "=?UTF-8?Q?Zo=C3=AB?="],
    ["a =?UTF-8?Q?b?= c", "=?UTF-8?B?YSA9P1VURi04P1E/Yj89IGM=?="],
  ])("writes %s as %s", (name, phrase) => {
    expect(encodePhrase(name, 6)).toBe(phrase);
  });

  test.each(scripts)("reads back exactly, made of %j", async (script) => {
    for (const name of [script.trim(), script.repeat(9).trim(), `"${script}", <x@example.org>`]) {
      const phrase = encodePhrase(name, 6);
      expectLegal(`From: ${phrase}`);
      const parsed = await PostalMime.parse(`From: ${phrase} <ada@example.org>\r\n\r\n`);
      expect(parsed.from).toEqual({ name, address: "ada@example.org" });
    }
  });
});

test("the last line of a folded header is what follows its last line end", () => {
  expect(lastLine("Subject: a\r\n b")).toBe(" b");
  expect(lastLine("Subject: a")).toBe("Subject: a");
});

function expectLegal(header: string): void {
  expect(header).toMatch(/^[\r\n -~]*$/);
  for (const line of header.split("\r\n")) expect(line.length).toBeLessThanOrEqual(76);
  for (const [word, coding, content = ""] of header.matchAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/g)) {
    expect(word.length).toBeLessThanOrEqual(75);
    const octets =
      coding === "B"
        ? Buffer.from(content, "base64")
        : Buffer.from(decodeURIComponent(content.replaceAll("%", "%25").replace(/=([0-9A-F]{2})/g, "%$1")));
    expect(octets.toString("utf8")).not.toContain("\ufffd");
  }
}

async function decodedSubject(folded: string): Promise<string> {
  return (await PostalMime.parse(`Subject: ${folded}\r\nTo: x@example.org\r\n\r\n`)).subject ?? "";
}
