import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { standardTimeouts } from "../../src/model/relay.ts";
import { type Inbox, startInbox } from "../../src/preview/inbox/inbox.ts";
import { smtpTransport } from "../../src/transport/smtp.ts";
import { oneMessage, smtpDialogue } from "../support/smtp-dialogue.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { buildMail } from "./mail-builder.ts";

describe("the inbox on this machine", () => {
  let folder: string;
  let inbox: Inbox;
  beforeEach(async () => {
    folder = (await tempFolder()).path;
    inbox = await startInbox({ folder });
  });
  afterEach(async () => {
    await inbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("keeps a message byte for byte before it answers", async () => {
    const bytes = buildMail({ text: ".a line that starts with a dot\r\n..and two\r\nünïcödé" });
    const replies = await smtpDialogue(inbox.port, oneMessage(bytes));
    expect(replies.at(-1)).toBe("250 OK: kept on this machine as 000001-zoe-example.org.eml");
    expect((await readFile(join(folder, "000001-zoe-example.org.eml"))).equals(bytes)).toBe(true);
    expect((await inbox.read("000001-zoe-example.org"))?.equals(bytes)).toBe(true);
  });

  test("keeps the envelope beside the message, every recipient of it", async () => {
    await smtpDialogue(inbox.port, oneMessage(buildMail(), ["zoe@example.org", "ada@example.org"]));
    const kept: unknown = JSON.parse(await readFile(join(folder, "000001-zoe-example.org.json"), "utf8"));
    expect(kept).toMatchObject({ from: "news@example.org", to: ["zoe@example.org", "ada@example.org"] });
    expect(inbox.mails).toMatchObject([{ to: ["zoe@example.org", "ada@example.org"], subject: "Hello" }]);
  });

  test("takes what our own transport submits", async () => {
    const relay = {
      name: "inbox",
      host: "127.0.0.1",
      port: inbox.port,
      security: "none",
      connections: 1,
      depth: 1,
      timeouts: standardTimeouts,
    } as const;
    const session = await smtpTransport(relay).open();
    const envelope = { from: "news@example.org", to: "zoe@example.org", needsUtf8: false };
    const outcome = await session.submit({ envelope, messageId: "<1@example.org>", bytes: buildMail() });
    await session.close();
    expect(outcome.status).toBe("submitted");
    expect((await inbox.read("000001-zoe-example.org"))?.equals(buildMail())).toBe(true);
  });

  test("keeps apart what several clients send at the same time", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `reader${index}@example.org`);
    const mail = (name: string) => buildMail({ subject: `For ${name}` });
    await Promise.all(names.map((name) => smtpDialogue(inbox.port, oneMessage(mail(name), [name]))));
    expect(inbox.count()).toBe(12);
    expect(new Set(inbox.mails.map(({ id }) => id.slice(0, 6))).size).toBe(12);
    for (const { id, to } of inbox.mails)
      expect((await inbox.read(id))?.equals(mail(to[0] ?? ""))).toBe(true);
  });

  test("tells its listeners of each mail until they leave", async () => {
    const heard: string[] = [];
    const stop = inbox.onArrival(({ id }) => heard.push(id));
    await smtpDialogue(inbox.port, oneMessage(buildMail()));
    stop();
    await smtpDialogue(inbox.port, oneMessage(buildMail()));
    expect(heard).toEqual(["000001-zoe-example.org"]);
  });

  test("has the mail of earlier runs, and goes on counting after it", async () => {
    await smtpDialogue(inbox.port, oneMessage(buildMail({ subject: "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=" })));
    const [before] = inbox.mails;
    await inbox.close();
    inbox = await startInbox({ folder });
    expect(inbox.mails).toEqual([before]);
    expect(before?.subject).toBe("Grüße");
    await smtpDialogue(inbox.port, oneMessage(buildMail()));
    expect(inbox.mails.map(({ id }) => id)).toEqual(["000001-zoe-example.org", "000002-zoe-example.org"]);
  });

  test("never writes over the mail of another inbox on the same folder", async () => {
    const other = await startInbox({ folder });
    await smtpDialogue(inbox.port, oneMessage(buildMail({ subject: "one" })));
    await smtpDialogue(other.port, oneMessage(buildMail({ subject: "two" })));
    await other.close();
    const names = (await readdir(folder)).filter((name) => name.endsWith(".eml"));
    expect(names).toEqual(["000001-zoe-example.org.eml", "000002-zoe-example.org.eml"]);
  });

  test("shows an .eml that somebody copied into the folder", async () => {
    await writeFile(join(folder, "zoe-0123456789abcdef.eml"), buildMail({ subject: "Copied" }));
    await inbox.close();
    inbox = await startInbox({ folder });
    expect(inbox.mails).toMatchObject([
      { id: "zoe-0123456789abcdef", from: "news@example.org", to: ["zoe@example.org"], subject: "Copied" },
    ]);
  });

  test("gives hostile addresses a safe file name", async () => {
    await smtpDialogue(inbox.port, oneMessage(buildMail(), ["/etc/passwd|&'@example.org"]));
    expect((await readdir(folder)).sort()).toEqual([
      "000001-etc-passwd-example.org.eml",
      "000001-etc-passwd-example.org.json",
    ]);
  });

  test("keeps nothing of a message that is too large", async () => {
    const huge = Buffer.concat([buildMail(), Buffer.alloc(25 * 1024 * 1024, "0123456789\r\n")]);
    const replies = await smtpDialogue(inbox.port, oneMessage(Buffer.concat([huge, Buffer.from("\r\n")])));
    expect(replies.at(-1)).toMatch(/^552 /);
    expect(await readdir(folder)).toEqual([]);
    expect(inbox.count()).toBe(0);
  });

  test("keeps nothing of a message whose sender went away before its end", async () => {
    const socket = connect(inbox.port, "127.0.0.1");
    await new Promise((resolve) => socket.once("data", resolve));
    for (const step of [
      "EHLO x\r\n",
      "MAIL FROM:<a@example.org>\r\n",
      "RCPT TO:<b@example.org>\r\n",
      "DATA\r\n",
    ]) {
      socket.write(step);
      await new Promise((resolve) => socket.once("data", resolve));
    }
    socket.end("Subject: half\r\n\r\nThe rest never ca");
    await new Promise((resolve) => socket.once("close", resolve));
    await inbox.close();
    expect((await readdir(folder)).filter((name) => name.endsWith(".eml"))).toEqual([]);
  });

  test("answers 4xx when the disk refuses, and works on when it takes again", async () => {
    await rm(folder, { recursive: true });
    const refused = await smtpDialogue(inbox.port, oneMessage(buildMail()));
    expect(refused.at(-1)).toMatch(/^451 The message could not be kept/);
    expect(inbox.count()).toBe(0);
    await mkdir(folder);
    const taken = await smtpDialogue(inbox.port, oneMessage(buildMail()));
    expect(taken.at(-1)).toMatch(/^250 /);
  });

  test("lets go of every client at once when it closes", async () => {
    const socket = connect(inbox.port, "127.0.0.1");
    await new Promise((resolve) => socket.once("data", resolve));
    const gone = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined);
    await inbox.close();
    await gone;
  });

  test("says what to do when its port is taken", async () => {
    await using other = await tempFolder();
    await expect(startInbox({ folder: other.path, port: inbox.port })).rejects.toMatchObject({
      code: "preview/inbox-port",
      message: `The inbox cannot listen on port ${inbox.port} of this machine: the port is already in use.`,
    });
  });

  test("deletes mails with their files, and says nothing of one that somebody else has deleted", async () => {
    for (const subject of ["One", "Two", "Three"])
      await smtpDialogue(inbox.port, oneMessage(buildMail({ subject })));
    const [one, two, three] = inbox.mails.map(({ id }) => id);
    await rm(join(folder, `${one}.eml`));
    expect(await inbox.read(one ?? "")).toBeUndefined();
    await inbox.remove([one ?? "", two ?? "", "../elsewhere"]);
    expect(inbox.mails.map(({ subject }) => subject)).toEqual(["Three"]);
    expect((await readdir(folder)).sort()).toEqual([`${three}.eml`, `${three}.json`]);
  });

  test("with a limit keeps the newest, also of an earlier run, and the newest however large", async () => {
    for (const subject of ["One", "Two", "Three"])
      await smtpDialogue(inbox.port, oneMessage(buildMail({ subject })));
    await inbox.close();
    inbox = await startInbox({ folder, limit: { mails: 2, bytes: 10_000 } });
    const subjects = () => inbox.mails.map(({ subject }) => subject);
    expect(subjects()).toEqual(["Two", "Three"]);
    await smtpDialogue(inbox.port, oneMessage(buildMail({ subject: "Four" })));
    expect(subjects()).toEqual(["Three", "Four"]);
    await smtpDialogue(inbox.port, oneMessage(buildMail({ subject: "Large", text: "x\r\n".repeat(5000) })));
    expect(subjects()).toEqual(["Large"]);
    expect(await readdir(folder)).toHaveLength(2);
  });
});
