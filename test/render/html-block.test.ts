import { expect, test } from "@jest/globals";
import { block, letter, line, prose, proseOr } from "../support/issue-builder.ts";
import { editionFrom, findingsOf, htmlOf, textOf } from "../support/rendered.ts";

const html = (body: string) =>
  block("html", { body: { type: "html", html: line(body) }, text: proseOr(prose(["In words."])) });

test("HTML of an editor stands in the mail, its words only in the HTML and the others only in the text", async () => {
  const edition = await editionFrom({ blocks: [letter("Hello."), html("<p>By <b>hand</b></p>")] });
  expect(htmlOf(edition)).toContain("<p>By <b>hand</b></p>");
  expect(htmlOf(edition)).not.toContain("In words.");
  expect(textOf(edition)).toContain("In words.");
  expect(textOf(edition)).not.toContain("By hand");
});

test("two brackets in it are no merge field to anybody behind us", async () => {
  const edition = await editionFrom({ blocks: [html("<p>{{ name }}</p>")] });
  expect(htmlOf(edition)).toContain("<p>&#123;&#123; name }}</p>");
  expect(await findingsOf({ blocks: [html("<p>{{ name }}</p>")] })).toEqual([]);
});
