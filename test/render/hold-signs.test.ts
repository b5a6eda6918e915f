import { expect, test } from "@jest/globals";
import { holdSigns } from "../../src/render/hold-signs.ts";
import { feature, line, paragraph } from "../support/issue-builder.ts";
import { editionFrom, htmlOf, textOf } from "../support/rendered.ts";

test.each([
  ["Qui gagne ? Personne ; un mot : « ouf ! »", "Qui gagne_? Personne_; un mot_: «_ouf_!_»"],
  ["(« oui »), dit-il d'« elle ».", "(«_oui_»), dit-il d'«_elle_»."],
  ["er sagte »ja« und »nein«, oder »so?«", "er sagte »ja« und »nein«, oder »so?«"],
  ['Nothing: to hold? No; "none" :smile', 'Nothing: to hold? No; "none" :smile'],
])("in %s, no line ends at a space that belongs to a sign", (given, held) => {
  expect(holdSigns(given, "_")).toBe(held);
});

test("signs of French are held in titles and texts of both parts of a mail", async () => {
  const body = "Ils ont dit et redit, sans jamais se lasser, à tous ceux qui passaient par là : « non ! »";
  const title = line("Qui a raison ?");
  const edition = await editionFrom({
    language: "fr",
    blocks: [feature({ title, body: [paragraph(body)] })],
  });
  expect(htmlOf(edition)).toContain("Qui a raison\u00A0?");
  expect(htmlOf(edition)).toContain("par là\u00A0: «\u00A0non\u00A0!\u00A0»");
  expect(textOf(edition)).not.toMatch(/^[:»?!]|«$/m);
});
