import { expect, test } from "@jest/globals";
import { tokenBook } from "../../src/render/tokens.ts";
import {
  block,
  emphasis,
  feature,
  field,
  letter,
  line,
  link,
  paragraph,
  proseOr,
  strong,
} from "../support/issue-builder.ts";
import { chanceOf } from "../support/random-audience.ts";
import { editionFrom, htmlOf, textOf } from "../support/rendered.ts";

/** Nothing that an editor writes becomes a token, whatever falls away between its pieces. */

const name = { kind: "field", name: "firstName", fallback: "you" } as const;

test("a token that is known from another issue is words in this one, also in pieces that marks part", () => {
  const chance = chanceOf(3);
  for (let round = 0; round < 500; round += 1) {
    const token = tokenBook([`issue ${round}`]).tokenOf(name);
    const marks = ["**", "_", " ", "<b>", "</b>", "\n", "&#8203;", "~~", "<!-- -->"];
    const pieces = [...token].map((sign) => (chance(3) === 0 ? sign + marks[chance(marks.length)] : sign));
    const source = `issue ${round} ${pieces.join("")}`;
    const book = tokenBook([source]);
    book.tokenOf(name);
    const squeezed = source.replace(/<[^>]*>|&#\d+;|[^a-z0-9]/gi, "");
    expect([squeezed, book.find(squeezed)]).toEqual([squeezed, []]);
  }
});

test("what falls together from the letters of tokens is none", () => {
  const chance = chanceOf(8);
  for (let round = 0; round < 500; round += 1) {
    const pieces = Array.from({ length: 60 }, () => ["zz", "0q", "1q", "R0R", "zz", "q", "0"][chance(7)]);
    const book = tokenBook([pieces.join("**")]);
    book.tokenOf(name);
    expect(book.find(pieces.join(""))).toEqual([]);
  }
});

test("words in which a token would fall together stand in the mail as they were written", async () => {
  const forged = paragraph(
    "zz",
    strong("0qR0Rzz"),
    " z",
    emphasis("z0q", strong("R1")),
    "Rzz ",
    field("firstName"),
  );
  const linked = paragraph("zz", link("https://example.org/0qR0Rzz", "0qR0Rzz"));
  const raw = block("html", {
    body: { type: "html", html: line("<p>zz<b>0qR0Rzz</b></p>") },
    text: proseOr([paragraph("zz", strong("0qR2Rzz"))]),
  });
  const blocks = [letter(forged, linked), feature({ title: line("zz", field("city"), "0qR0Rzz") }), raw];
  const edition = await editionFrom({ blocks });
  const slots = ["[text:firstName]", "[text:city]"];
  expect(htmlOf(edition).match(/\[text:\w+\]/g)).toEqual(slots);
  expect(textOf(edition)).toContain("zz0qR0Rzz zz0qR1Rzz [plain:firstName]");
  expect(textOf(edition)).toContain("zz[plain:city]0qR0Rzz");
  expect(textOf(edition)).toContain("zz0qR2Rzz");
  expect(edition.text.filter((part) => typeof part !== "string" && part.value.kind === "field")).toHaveLength(
    2,
  );
});

test("the same sources give the same tokens, and others other ones", () => {
  expect(tokenBook(["a", "b"]).prefix).toBe(tokenBook(["a", "b"]).prefix);
  expect(tokenBook(["a", "b"]).prefix).not.toBe(tokenBook(["ab"]).prefix);
});
