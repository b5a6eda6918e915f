import { readdir, rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Position } from "../../src/base/problem.ts";
import { openDesk } from "../../src/preview/desk/desk.ts";
import { type Inbox, startInbox } from "../../src/preview/inbox/inbox.ts";
import { EventHub } from "../../src/preview/server/event-hub.ts";
import { previewApp } from "../../src/preview/preview-app.ts";
import { nobodyYet } from "../../src/preview/desk/readership.ts";
import { TestMails } from "../../src/preview/test-mail/test-mails.ts";
import { oneMessage, smtpDialogue } from "../support/smtp-dialogue.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { issueText, type TempProject, tempProject } from "../support/temp-project.ts";
import { buildMail } from "./mail-builder.ts";

const host = "http://127.0.0.1:4000";
const token = "the-token-of-this-run";
const issue = "/issues/2026-08-25-broken";

describe("what the preview refuses", () => {
  let project: TempProject;
  let inbox: Inbox;
  const opened: Position[] = [];
  beforeAll(async () => {
    inbox = await startInbox({ folder: (await tempFolder()).path });
    await smtpDialogue(inbox.port, oneMessage(buildMail()));
    project = await tempProject({
      "2026-08-25-broken": issueText({ letter: "Hello {{fistName}}." }),
      "2026-09-01-quiet": issueText(),
    });
  });
  afterAll(async () => {
    await inbox.close();
    await rm(inbox.folder, { recursive: true });
    await project.remove();
  });

  function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET", body = "") {
    const app = previewApp({
      desk: openDesk(project.config),
      readership: nobodyYet,
      hub: new EventHub(),
      port: 4000,
      token,
      clock: { now: () => 0 },
      signingKeys: async () => ({ keys: [], problems: [] }),
      testMails: new TestMails({ inbox }),
      tellBug: () => undefined,
      editor: {
        name: "pen",
        async open(at) {
          opened.push(at);
          return "opened";
        },
      },
    });
    return Promise.resolve(app.request(host + path, { method, headers, ...(body === "" ? {} : { body }) }));
  }
  /** Everything that more is asked of than a look, with what it would be asked. */
  const acts = [
    `${issue}/places/file`,
    "/issues/2026-09-01-quiet/test-mail",
    "/inbox/mail/000001-zoe-example.org/delete",
    "/inbox/delete",
    "/issues/2026-09-01-quiet/plan",
  ];
  async function actAll(headers: Readonly<Record<string, string>>): Promise<readonly number[]> {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const answers = acts.map((path) =>
      ask(path, { ...form, ...headers }, "POST", "to=ada%40example.org&through=inbox"),
    );
    return (await Promise.all(answers)).map(({ status }) => status);
  }
  const ours = { origin: host, "x-letterpress-token": token };
  const findingPath = async () =>
    /action="([^"]*\/places\/[0-9a-f]{16}[^"]*)"/.exec(await (await ask(issue)).text())?.[1] ?? "";

  test.each([
    ["another name in Host", { host: "news.evil.example.org" }],
    ["another port in Host", { host: "127.0.0.1:4001" }],
    ["a foreign Origin", { origin: "https://evil.example.org" }],
    ["an Origin without a name", { origin: "null" }],
    ["another server of this machine", { origin: "http://127.0.0.1:4001" }],
  ])("%s, to look and to act", async (_, headers) => {
    opened.length = 0;
    expect((await ask(issue, headers)).status).toBe(403);
    expect(await actAll({ ...ours, ...headers })).toEqual(acts.map(() => 403));
    expect(opened).toEqual([]);
    expect(inbox.mails).toHaveLength(1);
  });

  test.each([
    ["no token", { origin: host }],
    ["another token", { ...ours, "x-letterpress-token": "the-token-of-that-run" }],
    ["no Origin", { "x-letterpress-token": token }],
  ])("an act with %s", async (_, headers) => {
    opened.length = 0;
    expect(await actAll(headers)).toEqual(acts.map(() => 403));
    expect(opened).toEqual([]);
    expect(inbox.mails).toHaveLength(1);
  });

  test.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("%s, and it answers no CORS question", async (method) => {
    const response = await ask(issue, ours, method);
    expect(response.status).toBe(405);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  test("to open anything but what it has found itself", async () => {
    opened.length = 0;
    for (const key of ["0123456789abcdef", "..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", ".ssh", "file%00"]) {
      const response = await ask(`${issue}/places/${key}`, ours, "POST");
      expect([key, response.status]).toEqual([key, 404]);
    }
    expect(opened).toEqual([]);
  });

  test("nothing to its own page: a finding and the whole file are opened at their places", async () => {
    opened.length = 0;
    const path = await findingPath();
    const response = await ask(path, ours, "POST");
    expect(await response.text()).toBe("Opened in pen.");
    await ask(`${issue}/places/file`, ours, "POST");
    const file = `${project.root}/issues/2026-08-25-broken.yaml`;
    expect(opened).toEqual([
      { file, line: 10, column: 13 },
      { file, line: 1, column: 1 },
    ]);
  });

  test("no file that is no mail of its inbox, and nothing to its own page there", async () => {
    for (const id of ["..%2F..%2Fletterpress.yaml", "000001-zoe-example.org.json", "%2Fetc%2Fpasswd", "..."])
      for (const path of [`/inbox/mail/${id}`, `/inbox/mail/${id}/message.eml`, `/inbox/mail/${id}/frame`])
        expect([path, (await ask(path)).status]).toEqual([path, 404]);
    expect((await ask("/inbox/mail/..%2F..%2Fletterpress.yaml/delete", ours, "POST")).status).toBe(200);
    expect(await readdir(inbox.folder)).toHaveLength(2);
    expect((await ask("/inbox/mail/000001-zoe-example.org/delete", ours, "POST")).status).toBe(200);
    expect(await readdir(inbox.folder)).toEqual([]);
  });

  test.each(["script.js%00", "..%2Fguard.ts", "..%2F..%2F..%2Fpackage.json", "style%2Fbase.css", "style"])(
    "a file beside those of the browser: %s",
    async (name) => {
      expect((await ask(`/browser/${name}`)).status).toBe(404);
    },
  );
});
