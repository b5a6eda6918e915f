import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { formatPosition, type Problem } from "../../src/base/problem.ts";
import { decodeEntities } from "../../src/base/scan-html.ts";
import { signingKeysHere } from "../../src/cli/secrets.ts";
import { readSigningKeys } from "../../src/config/read-signing-keys.ts";
import { openDesk } from "../../src/preview/desk/desk.ts";
import { nobodyYet } from "../../src/preview/desk/readership.ts";
import { previewApp } from "../../src/preview/preview-app.ts";
import { EventHub } from "../../src/preview/server/event-hub.ts";
import type { AskSigningKeys } from "../../src/preview/studio/seen.ts";
import { shortPlace } from "../../src/preview/text-editor.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { rsaKey } from "../support/dkim-verifier.ts";
import { letterpressHere } from "../support/letterpress-here.ts";
import { TestMails } from "../../src/preview/test-mail/test-mails.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";
import { pixel } from "./mail-builder.ts";

const id = "2026-09-01-quiet";
const blocks = `  - feature:
      title: A press
      image: { src: dot.png, alt: dot.png }
      body: See [here](https://example.org/press), and http://localhost/press.
  - html:
      body: <p style="color:#bbbbbb">Faint</p>
      text: Faint
`;

function studioOf(
  project: TempProject,
  signingKeys: AskSigningKeys = ({ dkim }) => readSigningKeys(dkim, {}),
) {
  return previewApp({
    desk: openDesk(project.config),
    readership: nobodyYet,
    hub: new EventHub(),
    port: 4000,
    token: "a-token",
    clock: { now: () => 0 },
    signingKeys,
    testMails: new TestMails({}),
    tellBug: () => undefined,
  });
}

async function panelOf(project: TempProject, query = "", studio = studioOf(project)): Promise<string> {
  const response = await studio.request(`http://127.0.0.1:4000/issues/${id}${query}`);
  const [, panel = ""] = /<div id="findings" data-live>([\s\S]*?)<\/aside>/.exec(await response.text()) ?? [];
  return panel;
}

/** What a panel says, finding by finding, as an editor reads it. */
function readFindings(panel: string): readonly string[] {
  return [...panel.matchAll(/<article class="finding (\w+)">([\s\S]*?)<\/article>/g)].map(
    ([, severity, inside = ""]) => {
      const textOf = (pattern: RegExp) => decodeEntities(pattern.exec(inside)?.[1] ?? "");
      return [
        severity,
        textOf(/class="where">(\S+)/),
        textOf(/<p class="said">([\s\S]*?)<\/p>/),
        textOf(/<p class="remedy">([\s\S]*?)<\/p>/),
        textOf(/(?:<p class="soft">|<summary>)([\s\S]*?)<\/(?:p|summary)>/),
      ].join(" | ");
    },
  );
}

async function checkedFindings(project: TempProject): Promise<readonly string[]> {
  const { out } = await letterpressHere(project.root, "check", id, "--json");
  const reports: { problems: Problem[] }[] = JSON.parse(out);
  return reports
    .flatMap(({ problems }) => problems)
    .map(({ severity, at, message, remedy = "", code }) =>
      [severity, formatPosition(shortPlace(project.root, at)), message, remedy, code].join(" | "),
    );
}

async function changed(project: TempProject, file: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(join(project.root, file), "utf8");
  expect(text).toMatch(from);
  await project.write(file, text.replace(from, to));
}

describe("the panel of findings", () => {
  const cases: Readonly<Record<string, (project: TempProject) => Promise<void>>> = {
    "of an issue with warnings": async () => undefined,
    "of one whose template, theme and keys have faults": async (project) => {
      await changed(project, "templates/weekly/theme.yaml", /(\bmuted: *)"#\w+"/, '$1"#bbbbbb"');
      await project.write("letterpress.yaml", `${await config(project)}\n${keys}`);
    },
    "of one with errors in it and in its template": async (project) => {
      await project.write(
        `issues/${id}.yaml`,
        issueText({ letter: "Hello {{fistName}}.", more: `${blocks}  - featur: x\n` }),
      );
      await changed(project, "templates/weekly/blocks/feature.mjml", "<mj-text", "<mj-txt");
      await project.write("letterpress.yaml", `${await config(project)}\n${keys}`);
    },
    "of one that is no YAML": (project) => project.write(`issues/${id}.yaml`, 'subject: "A\nblocks: [\n'),
    "of one that cannot be read": async (project) => {
      await project.write(`issues/${id}.yaml`, Buffer.alloc(65 * 1024 * 1024, 32));
    },
    "of one whose template is not there": (project) =>
      project.write(`issues/${id}.yaml`, issueText().replace("blocks:", "template: wekly\nblocks:")),
    "of one whose template cannot be read": async (project) => {
      await mkdir(join(project.root, "templates/bare"));
      await project.write(`issues/${id}.yaml`, issueText().replace("blocks:", "template: bare\nblocks:"));
    },
    "of one that Gmail cuts": (project) =>
      project.write(
        `issues/${id}.yaml`,
        issueText({ letter: "Movable letters changed reading. ".repeat(4000) }),
      ),
  };

  test.each(Object.entries(cases))("%s is what check says", async (_, prepare) => {
    await using project = await tempProject({ [id]: issueText({ subject: "x".repeat(80), more: blocks }) });
    await project.write("issues/dot.png", Buffer.from(pixel, "base64"));
    await prepare(project);
    const found = readFindings(await panelOf(project));
    expect(found.length).toBeGreaterThan(0);
    expect([...found].sort()).toEqual([...(await checkedFindings(project))].sort());
  });

  test("shows what a rule looks for, and the command that tells all of it", async () => {
    await using project = await tempProject({ [id]: issueText({ subject: "x".repeat(80), more: blocks }) });
    await project.write("issues/dot.png", Buffer.from(pixel, "base64"));
    const panel = await panelOf(project);
    const [, rule = ""] =
      /<details class="rule soft"[^>]*><summary>check\/subject-length<\/summary>([\s\S]*?)<\/details>/.exec(
        panel,
      ) ?? [];
    expect(rule).toMatch(
      /It finds something in an issue with<\/p><pre>subject: [\s\S]+and nothing in one with/,
    );
    expect(rule).toContain("<code>npx letterpress docs check/subject-length</code>");
  });

  test("says of every finding what readers see", async () => {
    await using project = await tempProject({ [id]: issueText({ subject: "x".repeat(80), more: blocks }) });
    await project.write("issues/dot.png", Buffer.from(pixel, "base64"));
    const panel = await panelOf(project);
    expect(panel.match(/<p class="effect">/g)).toHaveLength(readFindings(panel).length);
    expect(panel).toContain(
      "Readers see the subject cut off: phones show about 40 characters, few programs more than 60.",
    );
  });

  test("groups them by what they are about, and has every block with its line and its size", async () => {
    await using project = await tempProject({ [id]: issueText({ subject: "x".repeat(80), more: blocks }) });
    await project.write("issues/dot.png", Buffer.from(pixel, "base64"));
    await changed(project, "templates/weekly/theme.yaml", /(\bmuted: *)"#\w+"/, '$1"#bbbbbb"');
    await project.write("letterpress.yaml", `${await config(project)}\n${keys}`);
    const groups = new Map(
      [...(await panelOf(project)).matchAll(/data-group="([\w-]+)"([\s\S]*?)<\/section>/g)].map(
        ([, key = "", inside = ""]) => [key, inside],
      ),
    );
    const codesOf = (key: string) =>
      readFindings(groups.get(key) ?? "").map((one) => one.split(" | ").at(-1));
    expect([...groups.keys()]).toEqual(["issue", "block-0", "block-1", "block-2", "template", "config"]);
    expect(codesOf("issue")).toEqual(["check/subject-length"]);
    expect(codesOf("block-0")).toEqual([]);
    expect(codesOf("block-1")).toEqual(["issue/alt-file-name", "issue/link-words", "issue/link-host"]);
    expect(codesOf("template")).toContain("render/contrast");
    expect(codesOf("config")).toEqual(["config/no-secret"]);
    expect(groups.get("block-1")).toMatch(
      /<span class="kind">feature<\/span>[\s\S]*?>\d\.\d KB<[\s\S]*?line 11</,
    );
  });

  test("says at the blocks where Gmail cuts the mail, and what it hides", async () => {
    const letter = "Movable letters changed reading. ".repeat(1800);
    const more = `  - letter: ${letter}\n  - letter: ${letter}\n  - divider:\n`;
    await using project = await tempProject({ [id]: issueText({ more }) });
    const panel = await panelOf(project);
    const heads = [...panel.matchAll(/data-group="block-\d"[\s\S]*?<\/header>/g)].map(
      ([head]) => /over-limit">([^<]*)</.exec(head)?.[1],
    );
    expect(heads).toEqual([undefined, undefined, "Gmail cuts here", "hidden in Gmail"]);
    expect(panel).toMatch(/Gmail cuts after 102,400 bytes: the last \d+\.\d KB are hidden\./);
    expect(panel).toContain("check/gmail-clip");
  });

  test("know of a key as soon as it is written into .env, and why that file cannot be read", async () => {
    await using project = await tempProject({ [id]: issueText() });
    await project.write("letterpress.yaml", `${await config(project)}\n${keys}`);
    const studio = studioOf(project, (now) => signingKeysHere({ environment: {} } as Terminal, now));
    const said = async () =>
      readFindings(await panelOf(project, "", studio)).filter((one) => one.includes("config/no-secret"));
    expect(await said()).toEqual([expect.stringContaining("the key of a._domainkey.example.org is not set")]);
    await project.write(".env", "LETTERPRESS_TEST_KEY='it's'\n");
    expect(await said()).toEqual([
      expect.stringContaining("line 1 of the file .env goes on behind the second ' of its value."),
      expect.stringContaining("the key of a._domainkey.example.org is not set"),
    ]);
    await project.write(".env", `LETTERPRESS_TEST_KEY='${rsaKey().privateKeyPem}'\n`);
    expect(await said()).toEqual([]);
  });

  test("is put away by a word in the address", async () => {
    await using project = await tempProject({ [id]: issueText() });
    expect(await panelOf(project, "?findings=off")).toMatch(/^<\/div>/);
  });
});

const keys = `dkim:
  - domain: example.org
    selector: a
    key: { env: LETTERPRESS_TEST_KEY }
`;

async function config(project: TempProject): Promise<string> {
  return readFile(join(project.root, "letterpress.yaml"), "utf8");
}
