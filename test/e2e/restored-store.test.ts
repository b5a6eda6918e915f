import { copyFile, rename, rm } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { issueText } from "../support/temp-project.ts";
import { heldRelay, stopped } from "./held-relay.ts";
import { issue, newsletter, reported, start, storeFile, until } from "./newsletter.ts";

/** Nobody has it open, so the file is whole. */
async function putBack(root: string, copy: string): Promise<void> {
  for (const ending of ["-wal", "-shm"]) await rm(`${storeFile(root)}${ending}`, { force: true });
  await copyFile(copy, storeFile(root));
}

describe("An old copy of the store that was put back", () => {
  test("is refused by send, resume and run-due, and once accepted nobody gets a second copy unasked", async () => {
    await using relay = await heldRelay(5);
    const { kept } = relay.server;
    await using project = await newsletter({ port: relay.server.port, readers: 60 });
    const { root } = project;
    const sender = start(root, ["send", issue, "--yes"]);
    await until(() => kept.length >= 5);
    await stopped(sender, relay);
    const copy = `${root}/copy.sqlite`;
    await copyFile(storeFile(root), copy);
    const before = kept.length;
    expect((await letterpress(root, "send", issue, "--yes")).code).toBe(0);
    await project.write("issues/2026-09-08-next.yaml", issueText({ subject: "The next week" }));
    expect((await letterpress(root, "send", "2026-09-08-next", "--yes")).code).toBe(0);
    expect(kept).toHaveLength(120);

    await putBack(root, copy);
    for (const args of [
      ["send", issue, "--yes"],
      ["send", issue, "--dry-run"],
      ["resume", issue, "--yes"],
      ["run-due"],
    ]) {
      const refused = await letterpress(root, ...args);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain(
        `is an old copy of the store. It does not know all that was sent of ${issue}, 2026-09-08-next. Nothing was sent. Put the newest store back.`,
      );
    }
    const told = await letterpress(root, "status");
    expect(told.out).toMatch(
      /^\S+store\.sqlite is an old copy of the store\. .* nobody sends from this one\.\n/,
    );
    for (const form of ["--json", "--metrics"])
      expect((await letterpress(root, "status", form)).err).toContain("is an old copy of the store.");
    const accepted = await letterpress(root, "send", issue, "--yes", "--accept-restored");
    expect((await letterpress(root, "status")).out).not.toContain("old copy");
    expect(accepted.code).toBe(1);
    expect(accepted.err).toContain(`accepted as it is: ${60 - before} readers may have got a message`);
    expect(accepted.err).toContain(`${60 - before} readers may or may not have a copy`);
    expect(await reported(root)).toMatchObject({ counts: { submitted: before, uncertain: 60 - before } });
    const next = await letterpress(root, "send", "2026-09-08-next", "--yes");
    expect(next).toMatchObject({
      code: 1,
      err: expect.stringContaining("60 readers may or may not have a copy"),
    });
    expect(kept).toHaveLength(120);
    expect((await letterpress(root, "send", issue, "--yes", "--uncertain", "skip")).code).toBe(0);
    expect(kept).toHaveLength(120);
  }, 60_000);
});

describe("A store that is missing where mailings were sent from", () => {
  test("is missed by whoever looks, by run-due and by orders, and is not taken for one that never was", async () => {
    await using relay = await heldRelay(5);
    await using project = await newsletter({ port: relay.server.port, readers: 5 });
    const { root } = project;
    expect((await letterpress(root, "send", issue, "--yes")).code).toBe(0);
    await rename(storeFile(root), `${root}/away.sqlite`);
    for (const args of [
      ["status"],
      ["status", "--metrics"],
      ["run-due"],
      ["pause", issue],
      ["resume", issue],
      ["cancel", issue, "--yes"],
      ["send", issue, "--dry-run"],
    ]) {
      const missed = await letterpress(root, ...args);
      expect({ args, ...missed }).toMatchObject({ args, code: 1, out: "" });
      expect(missed.err).toMatch(/store\.sqlite is not there any more\. .* \[store\/gone\]\n$/);
    }
    await rename(`${root}/away.sqlite`, storeFile(root));
    expect((await letterpress(root, "status")).code).toBe(0);
  }, 60_000);
});
