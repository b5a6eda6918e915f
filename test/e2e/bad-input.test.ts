import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { listMailings } from "../../src/store/mailings.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { type ScriptedServer, startScriptedServer } from "../support/smtp-server.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { issueText, type TempProject } from "../support/temp-project.ts";
import {
  configText,
  type Finished,
  issue,
  newsletter,
  relayWith,
  start,
  storeFile,
  storeOf,
} from "./newsletter.ts";

/*
 * What goes wrong before anything is sent, through the real command line. Each case ends with a sentence that says what is
 * wrong, where, and what to do; never with a stack; and with the exit code that scripts rely on.
 */

let relay: ScriptedServer;

beforeAll(async () => {
  relay = await startScriptedServer();
});

afterAll(async () => relay.close());

interface Case {
  /** What is wrong with the newsletter. */
  readonly spoil?: (project: TempProject) => Promise<unknown>;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly code: number;
  /** What was wrong, where, and what to do, as it is said. */
  readonly says: readonly (string | RegExp)[];
}

const file = `issues/${issue}.yaml`;
const rewrite = (change: (text: string) => string) => (project: TempProject) =>
  project.write(file, change(issueText()));
const config = (changes: Partial<Parameters<typeof configText>[0]>) => (project: TempProject) =>
  project.write("letterpress.yaml", configText({ port: relay.port, ...changes }));
const part = (name: string, text: string) => (project: TempProject) =>
  project.write(`templates/weekly/${name}.mjml`, text);

const send: readonly string[] = ["send", issue, "--yes"];

const cases: Readonly<Record<string, Case>> = {
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

function expectClear({ out, err }: Finished): void {
  expect(`${out}\n${err}`).not.toMatch(/\n {4}at |\bbug\b|\[object Object\]|undefined|node:internal/);
  expect(err.trim()).not.toBe("");
}

describe("Bad input", () => {
  const tried = new Map<string, Tried>();

  // Three at a time: most of the time goes into starting processes.
  beforeAll(async () => {
    const left = Object.entries(cases);
    const worker = async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift())
        tried.set(next[0], await tryOut(next[1], relay.port));
    };
    await Promise.all([worker(), worker(), worker()]);
  }, 120_000);

  test.each(Object.entries(cases))("%s: one clear sentence, and nothing is sent", (what, one) => {
    const { finished, mailings } = tried.get(what) ?? {};
    if (finished === undefined) throw new Error("it was not tried");
    expectClear(finished);
    for (const words of one.says) {
      if (typeof words === "string") expect(finished.err).toContain(words);
      else expect(finished.err).toMatch(words);
    }
    expect(finished.code).toBe(one.code);
    expect(mailings).toBe(0);
    expect(relay.connections).toBe(0);
  });

  test("a store that is damaged in the middle is said to be damaged", async () => {
    await using project = await newsletter({ port: relay.port, readers: 400 });
    const bytes = await readFile(storeFile(project.root));
    bytes.fill(0xee, 4_096, bytes.length - 4_096);
    await writeFile(storeFile(project.root), bytes);
    const finished = await letterpress(project.root, ...send);
    expectClear(finished);
    expect(finished.err).toMatch(/store\.sqlite is damaged.*Restore it from a backup.*\[store\/corrupt\]/);
    expect(finished.code).toBe(1);
    expect(relay.connections).toBe(0);
  });

  test("a file with which MJML would run programs is refused before MJML is loaded", async () => {
    await using project = await newsletter({ port: relay.port, readers: 0 });
    await project.write(".mjmlconfig", '{"packages":["./evil.cjs"]}');
    await project.write("evil.cjs", "console.log('evil');");
    const { out, err, code } = await letterpress(project.root, "check");
    expect(out + err).not.toContain("evil");
    expect(err).toContain(
      "The folder has a file .mjmlconfig, with which MJML would run programs of its own.",
    );
    expect(code).toBe(2);
  });

  test("a file of nothing but faults: as many as somebody will read, and how many more", async () => {
    await using project = await newsletter({ port: relay.port, readers: 0 });
    const keys = Array.from({ length: 500 }, (_, index) => `key${index}: 1\n`).join("");
    await project.write(file, keys + issueText());
    const { err, code } = await letterpress(project.root, "check");
    expect(err.match(/issue\/unknown-key/g)).toHaveLength(200);
    expect(err).toContain("… and 300 more findings; check --json has them all.\n500 errors, 0 warnings\n");
    expect(code).toBe(1);
  });

  test("a folder without anything: every command says where to go", async () => {
    await using folder = await tempFolder();
    for (const args of [
      ["check"],
      ["status"],
      ["send", "x", "--yes"],
      ["render", "x"],
      ["subscribers", "list"],
    ]) {
      const finished = await letterpress(folder.path, ...args);
      expectClear(finished);
      expect(finished.err).toContain("There is no letterpress.yaml in this folder or above it.");
      expect(finished.code).toBe(2);
    }
  });

  test("an unreachable relay: said once, nothing is frozen, and what is corrected meanwhile is sent", async () => {
    await using gone = await relayWith();
    await gone.server.close();
    await using project = await newsletter({ port: gone.server.port, readers: 3 });
    const finished = await letterpress(project.root, ...send);
    expectClear(finished);
    expect(finished.err).toMatch(
      /^error The relay main \(127\.0\.0\.1:\d+\) cannot be reached: the connection was refused\. Check that the host and the port.*\[transport\/unreachable\]\n$/,
    );
    expect(finished.code).toBe(1);
    expect(await mailingsOf(project)).toBe(0);
    await using back = await relayWith();
    await project.write("letterpress.yaml", configText({ port: back.server.port }));
    await project.write(file, issueText({ subject: "A corrected week" }));
    expect((await letterpress(project.root, ...send)).code).toBe(0);
    expect(back.server.kept).toHaveLength(3);
    for (const { bytes } of back.server.kept)
      expect(bytes.toString()).toContain("\nSubject: A corrected week\r");
  });

  test("a wrong password: said once, never shown, and nobody is touched", async () => {
    await using strict = await relayWith({
      extensions: ["AUTH PLAIN"],
      auth: "535 5.7.8 Bad credentials",
    });
    await using project = await newsletter({
      port: strict.server.port,
      readers: 3,
      relay: "    user: editor\n    password: { env: SMTP_PASSWORD }",
    });
    const finished = await start(project.root, send, { SMTP_PASSWORD: "hunter2-secret" }).finished;
    expectClear(finished);
    expect(finished.err).toMatch(
      /did not accept the user "editor".*535 5\.7\.8 Bad credentials.*Check the relay's user/,
    );
    expect(finished.err.match(/did not accept/g)).toHaveLength(1);
    expect(finished.out + finished.err).not.toContain("hunter2");
    expect(finished.code).toBe(1);
    expect(await mailingsOf(project)).toBe(0);
  });

  test("nobody on the list: nothing to send is said, and no mailing is made", async () => {
    await using project = await newsletter({ port: relay.port, readers: 0 });
    const finished = await letterpress(project.root, ...send);
    expect(finished.err).toContain("Nobody on weekly can be mailed; nothing was sent.");
    expect(finished.code).toBe(1);
    expect(await mailingsOf(project)).toBe(0);
  });
});

interface Tried {
  readonly finished: Finished;
  readonly mailings: number;
}

async function tryOut(one: Case, port: number): Promise<Tried> {
  await using project = await newsletter({ port, readers: 3 });
  await one.spoil?.(project);
  const { root: folder } = project;
  const finished = await letterpress({ folder, environment: one.environment ?? {} }, ...(one.args ?? send));
  return { finished, mailings: await mailingsOf(project) };
}

/** How many mailings there are, where the store can still be asked. */
async function mailingsOf(project: TempProject): Promise<number> {
  const store = await storeOf(project.root).catch(() => undefined);
  if (store === undefined) return 0;
  const { length } = await listMailings(store);
  await store.close();
  return length;
}
