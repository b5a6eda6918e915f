import { readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { type Inbox, startInbox } from "../../src/preview/inbox/inbox.ts";
import { readMail } from "../../src/preview/mail/read-mail.ts";
import { checkEml } from "../support/eml-checker.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { pngPicture } from "../support/pictures.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { issueText, type TempProject } from "../support/temp-project.ts";
import { configText, expectations, issue, newsletter, reported } from "./newsletter.ts";

const kings = pngPicture(1040, 400);
const more = `  - feature:
      title: A feud
      image: { src: Zwei Könige@2x.png, alt: Two kings face each other }
      body: It goes on.
  - image: { src: "https://cdn.example.org/a.png", alt: A map, width: 300 }
`;

/** A newsletter with hosted pictures, two readers, and the inbox it sends to. */
async function hosted(): Promise<AsyncDisposable & { readonly project: TempProject; readonly inbox: Inbox }> {
  const folder = await tempFolder();
  const inbox = await startInbox({ folder: folder.path });
  const project = await newsletter({ port: inbox.port, readers: 2, more: "images: hosted\n" });
  await project.write(`issues/${issue}.yaml`, issueText({ more }));
  await project.write("issues/Zwei Könige@2x.png", kings);
  return {
    project,
    inbox,
    async [Symbol.asyncDispose]() {
      await project.remove();
      await inbox.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const name = /^zwei-konige-2x-[0-9a-f]{12}\.png$/;

describe("A newsletter whose pictures are hosted", () => {
  test("is sent without attachments, and what its mails show lies in the archive", async () => {
    await using given = await hosted();
    const { project, inbox } = given;
    const dry = await letterpress(project.root, "send", issue, "--dry-run");
    expect(dry.out).toContain("1 hosted at https://news.example.org/assets/");
    expect(dry.out).toContain("1 not in the archive yet");
    expect(await readdir(project.root)).not.toContain("public");

    const copied = await letterpress(project.root, "assets", issue);
    expect(copied).toMatchObject({ code: 0, out: expect.stringContaining("1 new picture, 0 there already") });
    const [file = ""] = await readdir(join(project.root, "public/assets"));
    expect(file).toMatch(name);
    expect((await readFile(join(project.root, "public/assets", file))).equals(kings)).toBe(true);
    expect((await letterpress(project.root, "send", issue, "--dry-run")).out).not.toContain(
      "not in the archive",
    );

    const sent = await letterpress(project.root, "send", issue, "--yes");
    expect(sent).toMatchObject({ code: 0, err: expect.not.stringContaining("New in the archive") });
    expect(inbox.count()).toBe(2);
    const faults: string[] = [];
    for (const { id, from, to } of inbox.mails) {
      const bytes = (await inbox.read(id)) ?? Buffer.alloc(0);
      const mail = await readMail(bytes);
      expect(mail?.parts).toEqual([]);
      const pictures = [...(mail?.html ?? "").matchAll(/<img[^>]* src="([^"]*)"/g)].map(([, src]) => src);
      expect(pictures).toEqual([`https://news.example.org/assets/${file}`, "https://cdn.example.org/a.png"]);
      expect(mail?.html).toMatch(/<img[^>]* width="520"/);
      faults.push(...checkEml(bytes, { from, to: to[0] ?? "", needsUtf8: false }, expectations));
    }
    expect(faults).toEqual([]);
  }, 60_000);

  test("has its pictures copied by send, and is told that nobody sees them yet", async () => {
    await using given = await hosted();
    const { project } = given;
    const sent = await letterpress(project.root, "send", issue, "--yes", "--json");
    const [picture] = (JSON.parse(sent.out) as { pictures: readonly { file: string; url: string }[] })
      .pictures;
    expect(picture).toMatchObject({ isNew: true, bytes: kings.length });
    expect(picture?.url).toBe(`https://news.example.org/assets/${basename(picture?.file ?? "")}`);
    expect(sent.err).toContain(
      `New in the archive, and not seen by readers before you publish it: ${picture?.file}`,
    );
    expect((await readFile(join(project.root, picture?.file ?? ""))).equals(kings)).toBe(true);
  }, 60_000);

  test("is not frozen when its pictures cannot be copied", async () => {
    await using given = await hosted();
    const { project, inbox } = given;
    await project.write("public", "a file where the folder should be");
    const sent = await letterpress(project.root, "send", issue, "--yes");
    expect(sent).toMatchObject({ code: 1, err: expect.stringContaining("[archive/unwritable]") });
    expect(await reported(project.root)).toBeUndefined();
    expect(inbox.count()).toBe(0);
  }, 60_000);
});

describe("letterpress assets", () => {
  test("leaves what is there alone, mends what was damaged, and removes nothing", async () => {
    await using given = await hosted();
    const { project } = given;
    const folder = join(project.root, "public/assets");
    await letterpress(project.root, "assets");
    const [file = ""] = await readdir(folder);
    const before = await stat(join(folder, file));
    await writeFile(join(folder, "old-picture.png"), "of a mail that is out");
    const again = await letterpress(project.root, "assets", "--json");
    expect(JSON.parse(again.out)).toMatchObject([{ file: `public/assets/${file}`, isNew: false }]);
    const after = await stat(join(folder, file));
    expect([after.mtimeMs, after.ino]).toEqual([before.mtimeMs, before.ino]);
    await writeFile(join(folder, file), kings.subarray(0, 20));
    expect((await letterpress(project.root, "assets")).out).toContain(`new public/assets/${file}`);
    expect((await readFile(join(folder, file))).equals(kings)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(["old-picture.png", file]);
  }, 60_000);

  test("copies the pictures of good issues when another has errors, and exits with 1", async () => {
    await using given = await hosted();
    const { project } = given;
    await project.write("issues/2026-09-08-bad.yaml", issueText({ letter: "Hello {{fistName}}." }));
    const copied = await letterpress(project.root, "assets");
    expect(copied).toMatchObject({ code: 1, err: expect.stringContaining("its pictures were not copied") });
    expect(await readdir(join(project.root, "public/assets"))).toEqual([expect.stringMatching(name)]);
  }, 60_000);

  test("does not follow a link out of the newsletter", async () => {
    await using given = await hosted();
    await using elsewhere = await tempFolder();
    await symlink(elsewhere.path, join(given.project.root, "public"));
    const copied = await letterpress(given.project.root, "assets");
    expect(copied).toMatchObject({ code: 1, err: expect.stringContaining("[archive/outside]") });
    expect(await readdir(elsewhere.path)).toEqual([]);
  }, 60_000);

  test("has nothing to do while pictures are attached", async () => {
    await using given = await hosted();
    const { project, inbox } = given;
    await project.write("letterpress.yaml", configText({ port: inbox.port }));
    const copied = await letterpress(project.root, "assets");
    expect(copied).toMatchObject({ code: 0, out: expect.stringContaining("travel with each message") });
    expect(await readdir(project.root)).not.toContain("public");
  }, 60_000);
});
