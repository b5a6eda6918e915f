import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { linkAsker } from "../../../../src/check/outside/online/link-asker.ts";
import { onlineCheck } from "../../../../src/check/outside/online/online-check.ts";
import { assetPath } from "../../../../src/model/asset-path.ts";
import { editionOf } from "../../../../src/model/edition.ts";
import { readTemplate } from "../../../../src/render/template/read-template.ts";
import { feature, image, imageFile, issue, sender } from "../../../support/issue-builder.ts";
import { letterpressHere } from "../../../support/letterpress-here.ts";
import { issueText, type TempProject, tempProject } from "../../../support/temp-project.ts";
import { type Page, webServer } from "../../../support/web-server.ts";
import { asking } from "./ask.ts";

/** A finding in JSON, with what is the same for every finding of its rule. */
interface Told {
  readonly at: { readonly line: number };
  readonly why: string;
  readonly docs: string;
}

/** A newsletter that asks in its own network, where a test's site is. */
async function newsletter(letter: string, more = "", before = ""): Promise<TempProject> {
  const project = await tempProject({ hello: before + issueText({ letter, more }) });
  const text = await readFile(join(project.root, "letterpress.yaml"), "utf8");
  await project.write("letterpress.yaml", `${text}\nonline: { intranet: true }\n`);
  return project;
}

/** What `check --online` says of the issue: only what was found online. */
async function online(project: TempProject) {
  const { code, out } = await letterpressHere(project.root, "check", "--online", "--json");
  const [report] = JSON.parse(out);
  const found = report.problems.filter(({ code: rule }: { code: string }) =>
    /link-broken|-moved|waiver/.test(rule),
  );
  return { code, notes: report.notes, found };
}

describe("check --online", () => {
  test("asks for each address of every variant once, and tells what it found once, with all its places", async () => {
    await using site = await webServer({
      "/good": {},
      "/old": { code: 301, headers: { location: "/good" } },
    });
    const more = [
      "  - letter:",
      `      body: "Members see [more](${site.url}/gone#b) and [the old](${site.url}/old)."`,
      "      only: tag member",
      `  - html: { body: '<p><a href="${site.url}/raw?a=1&amp;b=2">raw</a></p>', text: raw }`,
      "",
    ];
    const letter = `[a](${site.url}/good) [b](${site.url}/gone#a) [c](${site.url}/{{city}}) [d](https://x.com/ada)`;
    await using project = await newsletter(letter, more.join("\n"));
    const { code, notes, found } = await online(project);
    expect(code).toBe(0);
    expect(found.map(({ at, why: _, docs: __, ...one }: Told) => ({ ...one, at: at.line }))).toEqual([
      {
        code: "check/link-broken",
        severity: "warning",
        at: 10,
        message: `the link ${site.url}/gone is not there: the site answers with 404.`,
        remedy: "Correct the address, or take it out. It is in line 12 too.",
      },
      {
        code: "check/link-moved",
        severity: "warning",
        at: 12,
        message: `the link ${site.url}/old has moved for good.`,
        remedy: `Write ${site.url}/good`,
      },
      {
        code: "check/link-broken",
        severity: "warning",
        at: 14,
        message: `the link ${site.url}/raw?a=1&b=2 is not there: the site answers with 404.`,
        remedy: "Correct the address, or take it out.",
      },
    ]);
    expect(notes).toEqual([
      "4 addresses asked, 0 known from before.",
      "1 address not asked, because the site blocks programs: https://x.com/ada",
    ]);
    expect(new Set(site.requests)).toEqual(
      new Set([
        "HEAD /good",
        "HEAD /gone",
        "GET /gone",
        "HEAD /old",
        "HEAD /raw?a=1&b=2",
        "GET /raw?a=1&b=2",
      ]),
    );
  });

  test("asks nothing in a second run, and keeps nothing but addresses and answers", async () => {
    await using site = await webServer({ "/good": {} });
    await using project = await newsletter(`[a](${site.url}/good) [b](${site.url}/gone)`);
    const first = await online(project);
    expect(site.requests.splice(0)).toHaveLength(3);
    const second = await online(project);
    expect(site.requests).toEqual([]);
    expect(second.found).toEqual(first.found);
    expect(second.notes[0]).toBe("0 addresses asked, 2 known from before.");
    const inCi = await letterpressHere(project.root, "check", "--online", "--format", "github");
    expect({ code: inCi.code, requests: site.requests }).toEqual({ code: 0, requests: [] });
    expect(inCi.out).toContain(`::warning file=issues/hello.yaml,line=10,col=`);
    expect(inCi.out).toContain(`title=check/link-broken::the link ${site.url}/gone is not there`);
    expect(inCi.err).toContain("issues/hello.yaml: 0 addresses asked, 2 known from before.");
    const kept = JSON.parse(await readFile(join(project.root, ".letterpress/links.json"), "utf8"));
    expect(Object.keys(kept)).toEqual([`${site.url}/gone`, `${site.url}/good`]);
  });

  test("asks nobody without --online, nor while the issue has errors; and a waiver of what was not looked for is let be", async () => {
    await using site = await webServer({});
    const waive = "waive:\n  - { rule: check/link-broken, reason: It comes online that day. }\n";
    await using project = await newsletter(`[a](${site.url}/gone)`, "", waive);
    const { out } = await letterpressHere(project.root, "check", "--json");
    expect(out).not.toMatch(/check\/(?:waiver|link-broken)/);
    expect(site.requests).toEqual([]);
    expect((await online(project)).found).toEqual([]);
    expect(site.requests).toHaveLength(2);
    await project.write(
      "issues/hello.yaml",
      waive + issueText({ letter: `[a](${site.url}/gone) {{fristName}}` }),
    );
    expect((await online(project)).notes).toBeUndefined();
    await project.write("issues/hello.yaml", waive + issueText());
    expect((await online(project)).found).toEqual([expect.objectContaining({ code: "check/waiver" })]);
  });

  test("is set like any other rule, and names the template's line for the template's links", async () => {
    await using site = await webServer({});
    await using project = await newsletter("Hello.");
    const file = "templates/weekly/template.mjml";
    const template = await readFile(join(project.root, file), "utf8");
    const footer = `<p><a href="${site.url.replace("http", "https")}/about">About</a></p>`;
    await project.write(file, template.replace('<p style="margin:0">{{newsletter.name}}', `${footer}$&`));
    const config = await readFile(join(project.root, "letterpress.yaml"), "utf8");
    await project.write("letterpress.yaml", `${config}check: { check/link-broken: error }\n`);
    const { code, found } = await online(project);
    const line = template.split("\n").findIndex((one) => one.includes("{{newsletter.name}}{{#each")) + 1;
    expect({ code, at: found[0]?.at.file, line: found[0]?.at.line }).toEqual({ code: 1, at: file, line });
    expect(found).toHaveLength(1);
    await project.write("letterpress.yaml", `${config}check: { check/link-broken: ignore }\n`);
    expect((await online(project)).found).toEqual([]);
  });
});

test("hosted pictures are asked for at the newsletter's own site once the issue is ready, and again until they are there", async () => {
  const file = imageFile();
  const path = assetPath({ name: file.src, ...file });
  const pages: Record<string, Page> = {};
  await using site = await webServer(pages);
  const { mended: template } = await readTemplate(
    "templates/letter",
    join(import.meta.dirname, "../../../.."),
  );
  const edition = editionOf({
    variant: "all",
    language: "en",
    subject: ["A subject"],
    preheader: ["A preheader"],
    html: [
      `<img src="${site.url}/${path}"><a href="`,
      { value: { kind: "link", name: "unsubscribe" }, place: "url" },
      '">x</a>',
    ],
    text: ["Hello."],
    attachments: [],
  });
  const asker = linkAsker(asking({ isOwn: (url) => url.startsWith(site.url) }));
  const ask = (status: "draft" | "ready") =>
    onlineCheck(asker, { skip: [], intranet: true }).ask({
      issue: issue({ status, blocks: [feature({ image: image({ src: file.src }) })] }),
      editions: [edition],
      sender: sender({ siteUrl: site.url }),
      template,
      images: [file],
    });
  expect(await ask("draft")).toMatchObject({
    findings: [],
    notes: [
      "0 addresses asked, 0 known from before.",
      `1 address not asked, because a draft has not put its pictures online: ${site.url}/${path}`,
    ],
  });
  const missing = { remedy: "Copy it with npx letterpress assets, and publish the folder before you send." };
  expect((await ask("ready")).findings).toEqual([expect.objectContaining(missing)]);
  expect((await ask("ready")).findings).toHaveLength(1);
  pages[`/${path}`] = { headers: { "content-type": "image/png" } };
  expect(await ask("ready")).toEqual({ findings: [], notes: ["1 address asked, 0 known from before."] });
  expect((await ask("ready")).notes).toEqual(["0 addresses asked, 1 known from before."]);
});
