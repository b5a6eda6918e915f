import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { checkIssue } from "../../src/check/check-issue.ts";
import { compileMessage } from "../../src/message/compile-message.ts";
import { personalView } from "../../src/message/personal-view.ts";
import { personalize } from "../../src/message/personalize.ts";
import { nobodyYet } from "../../src/preview/desk/readership.ts";
import { buildRecipient } from "../support/message-builder.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";
import { askPreview } from "./ask-preview.ts";
import { pixel } from "./mail-builder.ts";

const now = Date.UTC(2026, 8, 1, 7, 30);
const grace = buildRecipient();
const found = async () => ({ readers: [{ id: grace.subscriber, ...grace }], hasMore: false });
const withPicture = `  - feature:
      title: A press
      image: { src: dot.png, alt: A red dot }
      body: It prints.
`;

describe("the pages of the preview", () => {
  let project: TempProject;
  beforeAll(async () => {
    project = await tempProject({
      "2026-09-01-quiet": issueText({ more: withPicture }),
      "2026-08-25-broken": issueText({ letter: "Hello {{fistName}}." }),
      "2026-08-18-hostile": issueText({
        subject: `'"><script>alert(1)</script>'`,
        letter: `Hello {{"><script>alert(2)</script>}}.`,
      }),
    });
    await project.write("issues/dot.png", Buffer.from(pixel, "base64"));
  });
  afterAll(() => project.remove());

  const get = (path: string) =>
    askPreview(project, path, { readership: { ...nobodyYet, search: found, find: async () => grace }, now });
  const textOf = async (path: string) => (await get(path)).text();

  async function checked() {
    const [list] = project.config.lists;
    if (list === undefined) throw new Error("the sample has a list");
    const context = { root: project.root, fields: project.config.fields, sender: list.sender };
    const { editions, problems } = await checkIssue(context, "issues/2026-09-01-quiet.yaml");
    const [edition] = editions;
    if (edition === undefined) throw new Error(JSON.stringify(problems));
    const mailing = { issue: "2026-09-01-quiet", list: list.id, date: now };
    return { edition, sender: list.sender, mailing };
  }

  test("list the issues, newest first, with their problems", async () => {
    const text = await textOf("/issues/2026-09-01-quiet");
    const links = [...text.matchAll(/href="\/issues\/([^"?]+)\?/g)].map(([, id]) => id);
    expect(links.slice(0, 3)).toEqual(["2026-09-01-quiet", "2026-08-25-broken", "2026-08-18-hostile"]);
    expect(text).toMatch(/2026-08-25-broken[\s\S]*?<span class="chip error">1 error<\/span>/);
  });

  test("show the newest issue at the bare address, and say which is its own", async () => {
    const text = await textOf("/");
    expect(text).toMatch(/<body [^>]*data-at="\/issues\/2026-09-01-quiet\?list=weekly&amp;reader=7"/);
    expect(text).toContain("<title>A quiet week in printing");
    expect(await textOf("/issues/2026-09-01-quiet")).not.toContain("data-at");
  });

  test("call an edge case in a sentence what it is", async () => {
    const text = await textOf("/issues/2026-09-01-quiet?reader=no-name");
    expect(text).toContain("As <bdi>a reader without a name</bdi> gets it:");
  });

  test("show the inbox line as the chosen reader sees it", async () => {
    const text = await textOf("/issues/2026-09-01-quiet");
    expect(text).toContain("<b>A quiet week in printing</b> What happened in the shop, told in five minutes");
  });

  test("frame the very HTML that this reader gets, but for the names of pictures and the marks of blocks", async () => {
    const { edition, sender, mailing } = await checked();
    const view = personalView(edition, sender, mailing, "preview", grace);
    const response = await get("/issues/2026-09-01-quiet/frame?reader=7");
    const framed = (await response.text())
      .replace(
        /\/issues\/2026-09-01-quiet\/pictures\/([^"?]+)\?list=weekly/g,
        (_, cid: string) => `cid:${decodeURIComponent(cid)}`,
      )
      .replace(/ data-letterpress-block="\d+"/g, "")
      .replaceAll("(max-width:0)", "(prefers-color-scheme: dark)");
    const settled = (markup: string) =>
      markup.replace(/color-schemes?(["' :]+content=["']|:\s*)light( dark)?/g, "");
    expect(settled(framed)).toBe(settled(view.html));
    expect(framed).toContain("Hello Grace");
  });

  test("serve the pictures of the issue", async () => {
    const frame = await textOf("/issues/2026-09-01-quiet/frame");
    const [src = ""] = /\/issues\/2026-09-01-quiet\/pictures\/[^"]+/.exec(frame) ?? [];
    const picture = await get(src);
    expect(picture.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await picture.arrayBuffer()).toString("base64")).toBe(pixel);
  });

  test("give out the message that a send would submit, byte for byte", async () => {
    const { edition, sender, mailing } = await checked();
    const { bytes } = personalize(compileMessage(edition, sender, mailing, "preview"), grace);
    const response = await get("/issues/2026-09-01-quiet/message.eml?reader=7");
    expect(response.headers.get("content-type")).toBe("message/rfc822");
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test("show the plain text and the headers of that message", async () => {
    expect(await textOf("/issues/2026-09-01-quiet?view=text&reader=7")).toContain("Hello Grace,");
    const headers = await textOf("/issues/2026-09-01-quiet?view=headers&reader=7");
    for (const name of ["From", "To", "Subject", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"])
      expect(headers).toContain(`<th scope="row">${name}</th>`);
    expect(headers).toContain("<td>reader@example.org</td>");
  });

  test.each([
    ["no-name", "Hello there,"],
    ["long-name", "Hello Maximiliana Alexandrina Konstanze Freifrau von Hohenstaufen-,"],
    ["arabic", "Hello نورة بنت عبد العزيز,"],
    ["special", "Hello O&#39;Brien &amp; &lt;Sons&gt;,"],
  ])("can be seen as the invented reader %s", async (reader, greeting) => {
    expect(await textOf(`/issues/2026-09-01-quiet/frame?reader=${reader}`)).toContain(greeting);
  });

  test("keep the whole look in the query", async () => {
    const look = "?list=weekly&reader=arabic&width=320&scheme=dark&images=off";
    const text = await textOf(`/issues/2026-09-01-quiet${look}`);
    expect(text).toContain('class="pane free" data-width="320"');
    expect(text).toContain('<div class="frame dark">');
    expect(text).toContain("<bdi>An Arabic name</bdi></button>");
    expect(text).toContain(
      'href="/issues/2026-09-01-quiet?list=weekly&amp;reader=arabic&amp;width=mobile&amp;scheme=dark&amp;images=off"',
    );
  });

  test.each([
    ["width=1", 'data-width="240"'],
    ["width=99999", 'data-width="1600"'],
    ["width=1e3", 'class="pane desktop"'],
    ["width=%22%3E%3Cscript%3E", 'class="pane desktop"'],
    ["beside=constructor&scheme=toString", '<div class="frame light">'],
  ])("take a look that cannot be for the nearest one that can: %s", async (query, expected) => {
    expect(await textOf(`/issues/2026-09-01-quiet?${query}`)).toContain(expected);
  });

  test("load no picture when pictures are off", async () => {
    const response = await get("/issues/2026-09-01-quiet/frame?images=off");
    expect(response.headers.get("content-security-policy")).toContain("img-src 'none'");
  });

  test("show dark as the author wrote it", async () => {
    const dark = await textOf("/issues/2026-09-01-quiet/frame?scheme=dark");
    expect(dark).not.toContain("prefers-color-scheme");
    expect(dark).toContain("(min-width:0)");
  });

  test("show where an issue is wrong: file, line, column, the line itself and what to do", async () => {
    const text = await textOf("/issues/2026-08-25-broken");
    expect(text).toContain("issues/2026-08-25-broken.yaml:10:13");
    expect(text).toContain("&quot;fistName&quot; is not a field of a subscriber.");
    expect(text).toContain("Did you mean &quot;firstName&quot;?");
    expect(text).toMatch(
      /10 │ <\/span> {6}Hello &#123;&#123;fistName&#125;&#125;\.\n<span class="number"> {3}│ <\/span> {12}<span class="caret">/,
    );
    expect(text).toContain("As soon as the errors are gone, the issue appears here.");
  });

  test("have no frame and no message for an issue that never was whole", async () => {
    expect((await get("/issues/2026-08-25-broken/frame")).status).toBe(404);
    expect((await get("/issues/2026-08-25-broken/message.eml")).status).toBe(404);
  });

  test("escape everything an issue can hold", async () => {
    const text = await textOf("/issues/2026-08-18-hostile");
    expect(text).not.toContain("<script>alert");
    expect(text).toContain("&lt;script&gt;alert(1)");
    expect(text).toContain("&lt;script&gt;alert(2)");
  });

  test("name an issue that does not exist", async () => {
    const response = await get("/issues/2026-01-01-nothing");
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("There is no issue &quot;2026-01-01-nothing&quot; in issues/.");
  });

  test.each(["..%2Fletterpress", "..%2F..%2Fetc%2Fpasswd", "2026-09-01-quiet%2F..%2Fletterpress", "%00"])(
    "read no other file: %s",
    async (id) => {
      expect((await get(`/issues/${id}`)).status).toBe(404);
      expect((await get(`/issues/${id}/message.eml`)).status).toBe(404);
    },
  );

  test("belong to this machine: another name in Host is refused", async () => {
    const response = await askPreview(project, "/", { headers: { host: "news.evil.example.org" } });
    expect(response.status).toBe(403);
  });

  test("load nothing from elsewhere", async () => {
    const response = await get("/issues/2026-09-01-quiet");
    expect(response.headers.get("content-security-policy")).toContain(
      "default-src 'none'; script-src 'self'",
    );
    expect(response.headers.get("content-type")).toBe("text/html; charset=UTF-8");
    expect(await response.text()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    const type = async (path: string) => (await get(path)).headers.get("content-type");
    expect(await type("/browser/script.js")).toBe("text/javascript; charset=utf-8");
    expect(await type("/browser/style.css")).toBe("text/css; charset=utf-8");
  });
});
