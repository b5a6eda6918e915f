import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../../src/base/problem.ts";
import { checkIssue } from "../../../src/check/check-issue.ts";
import { checkClients } from "../../../src/check/clients/check-clients.ts";
import { clientWords } from "../../../src/check/clients/client-words.ts";
import { supportDay, supportOf } from "../../../src/check/clients/support.ts";
import data from "../../../src/check/clients/can-i-email.json" with { type: "json" };
import { told } from "../../../src/check/clients/told.ts";
import { checkContext } from "../../../src/config/check-context.ts";
import { readConfig } from "../../../src/config/read-config.ts";
import { clientNames, clientsNamed, mailClients, usualClients } from "../../../src/model/mail-clients.ts";
import { templateNames, readTemplate } from "../../../src/render/template/read-template.ts";
import { issueText, type TempProject, tempProject } from "../../support/temp-project.ts";

const root = join(import.meta.dirname, "../../..");
const usual = clientsNamed(usualClients);
const see = (feature: string) => `See https://www.caniemail.com/features/${feature}/ (as of ${supportDay}).`;

describe("the data of caniemail.com", () => {
  test("know each program and each feature that is told, and say of what day they are and whose", () => {
    expect(data.clients).toEqual([...mailClients]);
    expect(Object.keys(data.features).sort()).toEqual(Object.keys(told).sort());
    for (const { support } of Object.values(data.features)) expect(support).toHaveLength(mailClients.length);
    expect(supportDay).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(data.licence.join("\n")).toContain("MIT License. Copyright");
  });

  test("say what has been known of mail for long", () => {
    expect(supportOf("css-display-flex", "outlook.windows")).toEqual({ status: "none" });
    expect(supportOf("css-display-flex", "apple-mail.ios")).toEqual({ status: "full" });
    expect(supportOf("html-svg", "gmail.desktop-webmail")).toEqual({ status: "none" });
    expect(supportOf("css-display-flex", "gmail.ios")).toMatchObject({ status: "partly" });
    expect(supportOf("css-nothing", "gmail.ios")).toEqual({ status: "unknown" });
  });
});

describe("the names of programs", () => {
  test("mean a family without what hardly anybody has, or one in full", () => {
    expect(clientsNamed(["outlook"])).toEqual([
      "outlook.windows",
      "outlook.macos",
      "outlook.outlook-com",
      "outlook.ios",
      "outlook.android",
    ]);
    expect(clientsNamed(["outlook.windows-mail", "hey"])).toEqual([
      "outlook.windows-mail",
      "hey.desktop-webmail",
    ]);
    expect(clientNames).toEqual(expect.arrayContaining(["gmail", "gmail.ios"]));
  });

  test("are said as people say them, a family alone when all of it is meant", () => {
    expect(clientWords(["gmail.ios"], usual)).toBe("Gmail on iOS");
    expect(clientWords(clientsNamed(["gmail", "yahoo"]), usual)).toBe("Gmail and Yahoo");
    expect(clientWords(["outlook.windows", "outlook.outlook-com", "yahoo.ios"], usual)).toBe(
      "Outlook on Windows, Outlook.com and Yahoo on iOS",
    );
    expect(clientWords(["samsung-email.android"], ["samsung-email.android"])).toBe(
      "Samsung Email on Android",
    );
    for (const client of mailClients)
      expect(clientWords([client], [client])).not.toContain(client.split(".")[1]);
  });
});

/** What `check` says of programs, with changes of the weekly's files and lines at the end of letterpress.yaml. */
async function said(project: TempProject, config: string): Promise<readonly string[]> {
  const file = join(project.root, "letterpress.yaml");
  const before = (await readFile(file, "utf8")).replace(/\n# set:\n[\s\S]*$/, "");
  await project.write("letterpress.yaml", `${before}\n# set:\n${config}\n`);
  const read = await readConfig(project.root);
  if (read.config?.lists[0] === undefined) return read.problems.map(formatProblem);
  const { problems } = await checkIssue(checkContext(read.config, read.config.lists[0]), "issues/hello.yaml");
  return problems.map((one) => `${one.severity} ${formatProblem(one)}`);
}

describe("a template", () => {
  test("that ships with Letterpress uses nothing that readers would miss, whatever they read with", async () => {
    const names = await templateNames(join(root, "templates"));
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) {
      const { mended: template } = await readTemplate(join("templates", name), root);
      const found = checkClients({ template, blocks: [] }, mailClients);
      expect({ name, found: found.map(({ message }) => message) }).toEqual({ name, found: [] });
    }
  });

  test("is told what it uses at its own lines, with who does not know it, what they see, and what to do", async () => {
    await using project = await tempProject({ hello: issueText() });
    const file = "templates/weekly/blocks/letter.mjml";
    const [first = "", ...rest] = (await readFile(join(project.root, file), "utf8")).split("\n");
    const lines = [
      first,
      '<mj-raw>{{#if issue.rtl}}<div style="display:flex">x</div>{{/if}}',
      '<div style="color:{{theme.light.ink}};display:flex">x</div><div class="{{issue.start}}" style="position:fixed"></div></mj-raw>',
    ];
    await project.write(file, [...lines, ...rest].join("\n"));
    const flex =
      "display: flex means nothing to Outlook on Windows: readers there see what should stand side by side one below the other.";
    expect(await said(project, "clients: [outlook, apple-mail.macos]")).toEqual([
      `warning ${file}:2:38 ${flex} Set columns with mj-column, or cells of a table. ${see("css-display-flex")} It is in line 3 too. [check/client-support]`,
      expect.stringMatching(
        /^warning .*:3:96 position means nothing to Outlook on Windows and Outlook on iOS: readers there see it where it stands in the text, not where it was put\. position works in part only in Apple Mail on macOS, Outlook\.com and Outlook on Android\. Supports relative, absolute but not/,
      ),
    ]);
    expect(await said(project, "clients: [apple-mail.macos]")).toEqual([
      expect.stringMatching(
        /^warning .*position works in part only in Apple Mail on macOS\. .*\[check\/client-partly\]$/,
      ),
    ]);
    expect(
      await said(project, "check: { check/client-support: error, check/client-partly: ignore }"),
    ).toEqual([
      expect.stringMatching(/^error .*display: flex means nothing to Outlook on Windows/),
      expect.stringMatching(/^error .*position means nothing to Gmail, Outlook on Windows/),
    ]);
    expect(await said(project, "clients: [gmial]")).toEqual([expect.stringContaining('cannot be "gmial"')]);
    expect(await said(project, "clients: []")).toEqual([expect.stringContaining("is empty")]);
  });

  test("is looked at with its theme, and so is the HTML of an issue at its own lines", async () => {
    const html =
      '  - html:\n      body: |\n        <p>One</p>\n        <p style="width:50vw">Two</p>\n      text: One';
    await using project = await tempProject({ hello: issueText({ more: html }) });
    const theme = join(project.root, "templates/weekly/theme.yaml");
    const text = await readFile(theme, "utf8");
    const changed = text.replace("sizes:\n", "sizes:\n  aside: 2rem\n");
    await project.write("templates/weekly/theme.yaml", changed);
    const line = changed.split("\n").indexOf("  aside: 2rem") + 1;
    expect((await said(project, "clients: [outlook.windows]")).map((one) => one.split(" means")[0])).toEqual([
      "warning issues/hello.yaml:14:19 vw",
      `warning templates/weekly/theme.yaml:${line}:10 rem`,
    ]);
  });

  test("that hides something from Outlook on Windows is not told that Outlook on Windows does not know it", async () => {
    const text = '<mj-raw><!--[if !mso]><!--><p style="display:flex">x</p><!--<![endif]--></mj-raw>';
    const { mended } = await readTemplate(join("templates", "weekly"), root);
    const template = { ...mended, parts: new Map([["a", { name: "a", file: "a.mjml", text }]]) };
    expect(checkClients({ template, blocks: [] }, ["outlook.windows"])).toEqual([]);
    expect(checkClients({ template, blocks: [] }, ["outlook.windows-mail"])).toHaveLength(1);
  });

  test("that uses something on a thousand lines is told the first of them, and how many more there are", async () => {
    const text = `<mj-raw>\n${'<p style="gap:1px">x</p>\n'.repeat(1_000)}</mj-raw>`;
    const { mended } = await readTemplate(join("templates", "weekly"), root);
    const template = { ...mended, parts: new Map([["a", { name: "a", file: "a.mjml", text }]]) };
    const [found, ...others] = checkClients({ template, blocks: [] }, ["outlook.windows"]);
    expect({ line: found?.at.line, others }).toEqual({ line: 2, others: [] });
    expect(found?.remedy).toContain("It is in line 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 989 more too.");
  });
});
