import { beforeAll, describe, expect, test } from "@jest/globals";
import { formatProblem, isError } from "../../src/base/problem.ts";
import { parseIssue } from "../../src/issue/parse-issue.ts";
import { compileMessage } from "../../src/message/compile-message.ts";
import { personalView } from "../../src/message/personal-view.ts";
import { personalize } from "../../src/message/personalize.ts";
import type { Edition } from "../../src/model/edition.ts";
import { renderIssue } from "../../src/render/render-issue.ts";
import { checkEml } from "../support/eml-checker.ts";
import { htmlLinks, visibleText } from "../support/eml-html.ts";
import { buildRecipient, buildSender, testKey, testMailing } from "../support/message-builder.ts";
import { shippedTemplate } from "../support/shipped-templates.ts";

/** An issue as an editor writes it, with a merge field in every place where one may stand. */
function issueText(field: string): string {
  return `subject: 'For ${field} and others'
preheader: 'A word to ${field} before all the others'
date: 2026-09-01
status: ready
blocks:
  - letter: |
      Hello ${field}, **dear ${field}** and *${field}*, ~~${field}~~!

      ## For ${field}

      > Quoted: ${field}

      - item ${field}
        1. nested ${field}

      | Who | ${field} |
      |---|:-:|
      | ${field} | **${field}** |

      [for ${field}](https://example.org/x?name=${field}&b=1) and https://example.org/${field} too.

      In code it is none: \`{{firstName}}\`, elsewhere \\{{firstName}} is none either.
  - feature:
      title: 'About ${field}'
      url: 'https://example.org/feature/${field}'
      body: Text.
`;
}

async function editionWith(field: string): Promise<Edition> {
  return editionOf(issueText(field));
}

async function editionOf(text: string): Promise<Edition> {
  const fields = { firstName: { default: "" } };
  const { issue, problems } = parseIssue({ file: "issues/2026-09-01-hello.yaml", text }, { fields });
  if (issue === undefined || problems.some(isError)) throw new Error(problems.map(formatProblem).join("\n"));
  const template = await shippedTemplate("weekly");
  const rendered = await renderIssue({ issue, template, images: [], sender: buildSender() });
  if (rendered.edition === undefined) throw new Error(rendered.problems.map(formatProblem).join("\n"));
  return rendered.edition;
}

function viewOf(edition: Edition, fields: Readonly<Record<string, string>>) {
  return personalView(edition, buildSender(), testMailing, testKey, buildRecipient({ fields }));
}

/** The tags and how many attributes each has. */
function structureOf(html: string): readonly string[] {
  return html.match(/<\/?[a-z][a-z0-9]*|\s[a-z-]+="/gi) ?? [];
}

describe("what a reader calls themselves, in every place of an issue,", () => {
  let edition: Edition;
  let plain: ReturnType<typeof viewOf>;
  beforeAll(async () => {
    edition = await editionWith("{{firstName|there}}");
    plain = viewOf(edition, { firstName: "Ada" });
  });

  test("stands in each of them", () => {
    expect(plain.subject).toBe("For Ada and others");
    expect(visibleText(plain.html).split("Ada").length - 1).toBe(14);
    expect(plain.text.split("Ada").length - 1).toBe(16);
    expect(plain.text).toContain("https://example.org/x?name=Ada&b=1");
    expect(plain.text).toContain("Who: Ada\nAda: Ada");
    expect(plain.html).toContain("{{firstName}}".replaceAll("{", "&#123;").replaceAll("}", "&#125;"));
  });

  test.each([
    ['"><mj-raw>', []],
    ["</td></table><script>alert(1)</script>", []],
    ["{{constructor}}", ["{{constructor}}"]],
    ["Bob\r\nBcc: x@example.org", []],
    ["Bob\u202egnp.exe\u2066", []],
    ["a | b || c", []],
    ["**x** [y](https://evil.example) `z`", []],
    ["javascript:alert(1)", []],
    ["../../?a=b&c=d#e", []],
    ["&lt;b&gt; &amp;", ["&lt;b&gt; &amp;"]],
    ["\u0001[1] \u0002\u0003 \uFDD0\uFDD1", []],
    ["zz0qR0Rzz", []],
    ["x".repeat(5000), []],
  ] as const)("is only text when it is %j", (name, mentions) => {
    const recipient = buildRecipient({ fields: { firstName: name } });
    const message = personalize(compileMessage(edition, buildSender(), testMailing, testKey), recipient);
    expect(
      checkEml(message.bytes, message.envelope, {
        postalAddress: buildSender().postalAddress,
        bounceDomain: "bounces.example.org",
        literalBraces: true,
        mentions,
      }),
    ).toEqual([]);
    const view = viewOf(edition, { firstName: name });
    expect(structureOf(view.html)).toEqual(structureOf(plain.html));
    const hosts = (html: string) => htmlLinks(html).map(({ href }) => new URL(href).host);
    expect(hosts(view.html)).toEqual(hosts(plain.html));
    expect(view.text.split("\n").length).toBe(plain.text.split("\n").length);
  });
});

describe("a fallback", () => {
  test.each([
    "dear | friend",
    "'a' and \"b\"",
    "<b>you</b>",
    "😀 👩‍👩‍👧‍👦",
    "صديقنا العزيز",
    "読者の皆様",
    "a & b &amp; c",
    "**you**",
  ])("is shown as it is written: %s", async (fallback) => {
    const edition = await editionWith(`{{firstName|${fallback.replaceAll("'", "''")}}}`);
    const { html, text, subject } = viewOf(edition, {});
    const shown = fallback.replaceAll("'", "''");
    expect(subject).toBe(`For ${fallback} and others`);
    expect(visibleText(html)).toContain(`Hello ${shown}, dear ${shown} and ${shown}, ${shown}!`);
    expect(text).toContain(shown);
    expect(structureOf(html)).toEqual(structureOf(viewOf(edition, { firstName: "Ada" }).html));
  });

  test("may be written with the bar of a table escaped", async () => {
    const edition = await editionWith("{{firstName\\|there}}");
    expect(viewOf(edition, {}).subject).toBe("For there and others");
  });
});

test("links to old sites, mailboxes and telephones arrive, in both parts", async () => {
  const links = [
    "[old](http://example.org/old)",
    "[write](mailto:desk@example.org)",
    "[ask](mailto:desk@example.org?subject=A%20question&body=Dear%20desk,%0D%0A)",
    "[call](tel:+44-20-7946-0018)",
    "desk@example.org",
  ];
  const letter = `  - letter: |\n      ${links.join(", ")}\n`;
  const edition = await editionOf(issueText("you").replace("  - feature:", `${letter}  - feature:`));
  const template = compileMessage(edition, buildSender(), testMailing, testKey);
  const { bytes, envelope } = personalize(template, buildRecipient());
  const told = {
    postalAddress: buildSender().postalAddress,
    bounceDomain: "bounces.example.org",
    literalBraces: true,
  };
  expect(checkEml(bytes, envelope, { ...told, mailto: true, http: true })).toEqual([]);
  expect(checkEml(bytes, envelope, told)).toHaveLength(7);
});
