import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { issueText, type TempProject } from "../support/temp-project.ts";
import { configText, issue, storeFile } from "./newsletter.ts";

export interface Case {
  /** What is wrong with the newsletter. */
  readonly spoil?: (project: TempProject, port: number) => Promise<unknown>;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly code: number;
  /** What was wrong, where, and what to do, as it is said. */
  readonly says: readonly (string | RegExp)[];
}

export const file = `issues/${issue}.yaml`;
const rewrite = (change: (text: string) => string) => (project: TempProject) =>
  project.write(file, change(issueText()));
const config = (changes: Partial<Parameters<typeof configText>[0]>) => (project: TempProject, port: number) =>
  project.write("letterpress.yaml", configText({ port, ...changes }));
const part = (name: string, text: string) => (project: TempProject) =>
  project.write(`templates/weekly/${name}.mjml`, text);

export const send: readonly string[] = ["send", issue, "--yes"];

/** What is wrong, by what it is called. */
export const cases: Readonly<Record<string, Case>> = {
  "an issue that is not YAML": {
    spoil: rewrite((text) => text.replace("number: 7", "number: [7")),
    code: 1,
    says: [/issues\/2026-09-01-quiet\.yaml:\d+:\d+ /, "[yaml/syntax]", "nothing was sent"],
  },
  "a block nobody knows": {
    spoil: rewrite((text) => text.replace("- letter:", "- leter:")),
    code: 1,
    says: [`${file}:7:5`, '"leter"', 'Did you mean "letter"?', "nothing was sent"],
  },
  "a misspelt merge field": {
    spoil: rewrite((text) => text.replace("firstName", "firstNane")),
    code: 1,
    says: [`${file}:8:`, "firstNane", 'Did you mean "firstName"?', "nothing was sent"],
  },
  "a picture that is missing": {
    spoil: rewrite(
      (text) => `${text}  - feature: { title: A, body: B, image: { src: images/x.png, alt: An x } }\n`,
    ),
    code: 1,
    says: [`${file}:11:`, "images/x.png", "there is no such file", "Check the name.", "nothing was sent"],
  },
  "a template with broken Handlebars": {
    spoil: part("blocks/letter", "<mj-section><mj-column>{{#if body}}</mj-column></mj-section>"),
    code: 1,
    says: [/templates\/weekly\/blocks\/letter\.mjml:\d+:\d+ /, "[render/"],
  },
  "a template with broken MJML": {
    spoil: part("blocks/letter", "<mj-section><mj-column><mj-txt>Hi</mj-txt></mj-column></mj-section>"),
    code: 1,
    says: [/templates\/weekly\/blocks\/letter\.mjml:\d+:\d+ /, "mj-txt", "[render/"],
  },
  "a template that is not there": {
    spoil: (project) => rm(join(project.root, "templates"), { recursive: true }),
    code: 1,
    says: [
      "templates/weekly/template.mjml cannot be read",
      "there is no such file",
      "[render/template-unreadable]",
    ],
  },
  "a draft": {
    spoil: rewrite((text) => text.replace("status: ready", "status: draft")),
    code: 1,
    says: [`${file} is a draft; nothing was sent.`, 'Write "status: ready"'],
  },
  "an issue nobody wrote": {
    args: ["send", "2026-12-24-nothing", "--yes"],
    code: 2,
    says: ['There is no issue "2026-12-24-nothing".', "Issues lie in issues/", "[use/no-issue]"],
  },
  "a configuration that is not there": {
    spoil: (project) => rm(join(project.root, "letterpress.yaml")),
    code: 2,
    says: ["There is no letterpress.yaml", "Go to the folder of your newsletter", "[use/no-newsletter]"],
  },
  "a configuration with mistakes": {
    spoil: config({ more: "pace: { perSecond: 0 }\nfrm: x" }),
    code: 1,
    says: [/letterpress\.yaml:\d+:\d+ /, "perSecond", '"frm"', 'Did you mean "from"?', "[config/invalid]"],
  },
  "a password that is not in the environment": {
    spoil: config({ relay: "    user: editor\n    password: { env: SMTP_PASSWORD }" }),
    code: 1,
    says: [
      'The password of the relay "main" is not set',
      "SMTP_PASSWORD=… npx letterpress send …",
      "[config/no-secret]",
    ],
  },
  "a store that is another file": {
    spoil: (project) =>
      writeFile(storeFile(project.root), "this is not a database, and it is long enough to tell"),
    code: 1,
    says: ["store.sqlite is not a Letterpress store", "letterpress.yaml", "[store/not-a-store]\n"],
  },
  "a store that is a folder": {
    spoil: async (project) => {
      await rm(storeFile(project.root));
      await mkdir(storeFile(project.root));
    },
    code: 1,
    says: ["store.sqlite", "[store/unreadable]"],
  },
  "a relay that nobody named": {
    args: [...send, "--relay", "other"],
    code: 2,
    says: ['There is no relay "other".', "Name one with --relay: main.", "[use/relay]"],
  },
  "two lists and no --list": {
    spoil: config({ lists: "weekly: { name: A }\n  monthly: { name: B }" }),
    code: 2,
    says: ["This newsletter has several lists.", "Say which with --list: weekly, monthly.", "[use/no-list]"],
  },
  "a list nobody declared": {
    args: [...send, "--list", "weakly"],
    code: 2,
    says: ['There is no list "weakly".', "letterpress.yaml declares: weekly.", "[use/unknown-list]"],
  },
  "nobody at the terminal and no --yes": {
    args: ["send", issue],
    code: 2,
    says: ["Nobody is here to approve the plan.", "--dry-run", "--yes", "[use/no-terminal]"],
  },
  "a decision that is none": {
    args: [...send, "--uncertain", "perhaps"],
    code: 2,
    says: ['--uncertain cannot be "perhaps".', "Use resend, skip or ask."],
  },
  "an unknown command": {
    args: ["sned", issue],
    code: 2,
    says: ["unknown command 'sned'", "send", "--help"],
  },
  "an unknown option": {
    args: [...send, "--dryrun"],
    code: 2,
    says: ["unknown option '--dryrun'", "--dry-run"],
  },
  "an issue that was not named": {
    args: ["send"],
    code: 2,
    says: ["missing required argument 'issue'", "--help"],
  },
};
