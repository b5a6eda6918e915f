import { describe, expect, test } from "@jest/globals";
import stringWidth from "string-width";
import { hang, wrap } from "../../src/render/text/wrap.ts";
import { tokenBook } from "../../src/render/tokens.ts";
import {
  at,
  heading,
  letter,
  line,
  link,
  paragraph,
  poll,
  prose,
  sponsor,
} from "../support/issue-builder.ts";
import { editionFrom, textOf } from "../support/rendered.ts";
import { richIssue } from "../support/rich-issue.ts";

const book = tokenBook([]);
const measure = { columns: 20, colon: ": ", book };

describe("wrapping plain text", () => {
  test("breaks at spaces and never makes a line wider than the measure", () => {
    expect(wrap("The quick brown fox jumps over the lazy dog", measure)).toBe(
      "The quick brown fox\njumps over the lazy\ndog",
    );
  });

  test("never breaks a URL or a link of the reader", () => {
    const url = "https://example.org/a/very/long/path/indeed";
    expect(wrap(`see ${url} now`, measure)).toBe(`see\n${url}\nnow`);
    const token = book.tokenOf({ kind: "link", name: "unsubscribe" });
    expect(wrap(`leave ${token} now`, measure)).toBe(`leave\n${token}\nnow`);
  });

  test("counts a merge field as wide as its fallback", () => {
    const token = book.tokenOf({ kind: "field", name: "firstName", fallback: "you" });
    expect(wrap(`Dear old friend ${token}`, measure)).toBe(`Dear old friend ${token}`);
  });

  test("counts an ideograph as two columns and breaks between them", () => {
    const lines = wrap("文字が続いて空白が一つもない文章です", measure).split("\n");
    expect(lines.length).toBeGreaterThan(1);
    for (const one of lines) expect(stringWidth(one)).toBeLessThanOrEqual(20);
  });

  test("hangs every other line under the first", () => {
    const made = hang("10. ", (inner) => wrap("one two three four five six", inner), measure);
    expect(made).toBe("10. one two three\n    four five six");
  });
});

describe("the text part", () => {
  test("is at most 76 columns wide, but for URLs", async () => {
    const text = textOf(await editionFrom(richIssue()));
    const wide = text.split("\n").filter((one) => stringWidth(one) > 76 && !one.includes("http"));
    expect(wide).toEqual([]);
    expect(text).not.toMatch(/[ \t]$/m);
  });

  test("numbers links, lists and options, and labels the sponsor", async () => {
    const list = { type: "list" as const, start: 3, items: [prose(["three"]), prose(["four"])], at: at() };
    const text = textOf(
      await editionFrom({
        blocks: [
          letter(
            heading("Sub"),
            paragraph(link("https://example.org/a", "one"), ", ", link("https://example.org/a", "again")),
            paragraph(link("https://example.org/b", "https://example.org/b")),
            list,
          ),
          poll(),
          sponsor({ name: line("Acme") }),
        ],
      }),
    );
    expect(text).toContain("Sub\n---\n\none [1], again [1]\n\nhttps://example.org/b\n\n3. three\n4. four");
    expect(text).toContain("Links:\n[1] https://example.org/a\n");
    expect(text).toContain("1. Team Musk\n   A reason.\n   Vote: [plain:musk]\n\n2. Team Altman");
    expect(text).toContain("[Sponsor] Acme\n\nLead that lasts.\n\nhttps://example.org/acme");
  });

  test("has no preheader, and says where it comes from and how to leave", async () => {
    const text = textOf(await editionFrom({}));
    expect(text).not.toContain("What it is about");
    expect(text).toContain("The Galley\nLetterpress Ltd\n1 Type Street\nLondon N1 1AA\n");
    expect(text).toContain("Unsubscribe: [plain:unsubscribe]");
    expect(text).toContain("View in your browser: [plain:webVersion]");
  });
});
