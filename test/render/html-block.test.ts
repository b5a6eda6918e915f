import { expect, test } from "@jest/globals";
import { decodeEntities } from "../../src/base/scan-html.ts";
import { block, letter, line, prose, proseOr } from "../support/issue-builder.ts";
import { editionFrom, findingsOf, htmlOf, textOf } from "../support/rendered.ts";
import { shippedTemplate, shippedTemplates } from "../support/shipped-templates.ts";

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

const poem = "Far\n    out\n\n\tat sea,  \n  they <b>sang</b>.";

test.each([
  ["<pre>", `<pre>${poem}</pre>`],
  ["a style", `<div style="white-space: pre-wrap">${poem}</div>`],
  ["<pre> in something else", `<div>\n  <div><pre>${poem}</pre>\n</div>\n  </div>`],
])("white space that %s keeps reaches the reader as it was written", async (_, body) => {
  for (const name of shippedTemplates()) {
    const edition = await editionFrom({ template: name, blocks: [html(body)] }, await shippedTemplate(name));
    expect(decodeEntities(htmlOf(edition))).toContain(poem);
  }
});

test("line ends of another system are line ends there too", async () => {
  const edition = await editionFrom({ blocks: [html("<pre>one\r\n  two</pre>")] });
  expect(htmlOf(edition)).toContain("<pre>one&#10;  two</pre>");
});

test("white space behind it is none that a reader sees", async () => {
  const edition = await editionFrom({ blocks: [html("<pre>one</pre>\n    <p>two\n    three</p>")] });
  expect(htmlOf(edition)).toContain("<pre>one</pre>\n<p>two\nthree</p>");
});

test("a block of code keeps its white space in both parts", async () => {
  const code = "if x:\n    y()\n\n\n\n\tz()  # end";
  const body = { type: "code", value: code, at: { file: "x.yaml", line: 1, column: 1 } } as const;
  const edition = await editionFrom({ blocks: [letter(body)] });
  expect(decodeEntities(htmlOf(edition))).toContain(code);
  expect(textOf(edition)).toContain(code.replace(/^(?=.)/gm, "    "));
});

test("spaces round the address of a link are no fault of the template", async () => {
  const body = '<p><a href="  https://example.org/a\n ">a</a> <a href=" mailto:desk@example.org">b</a></p>';
  expect(await findingsOf({ blocks: [html(body)] })).toEqual([]);
});
