import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { outboxTransport } from "../../src/transport/outbox.ts";
import { RelayFault } from "../../src/transport/transport.ts";
import { sampleMessage } from "./sample.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "letterpress-outbox-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("The outbox", () => {
  test("holds every message as a file of its own, byte for byte", async () => {
    const outbox = join(folder, "made", "on the way");
    const session = await outboxTransport(outbox).open();
    const outcomes = [await session.submit(sampleMessage(1)), await session.submit(sampleMessage(2))];
    await session.close();
    const names = await readdir(outbox);
    expect(names.sort()).toEqual([
      expect.stringMatching(/^reader1-[0-9a-f]{16}\.eml$/),
      expect.stringMatching(/^reader2-[0-9a-f]{16}\.eml$/),
    ]);
    expect(outcomes).toEqual(
      names.map((name) => ({ status: "submitted", reply: `written to ${join(outbox, name)}` })),
    );
    expect(await readFile(join(outbox, names[0] ?? ""))).toEqual(sampleMessage(1).bytes);
  });

  test("has one file for a message that is written twice", async () => {
    const session = await outboxTransport(folder).open();
    await session.submit(sampleMessage(1, "First.\r\n"));
    await session.submit(sampleMessage(1, "Second.\r\n"));
    await session.close();
    const names = await readdir(folder);
    expect(names).toHaveLength(1);
    expect(await readFile(join(folder, names[0] ?? ""), "utf8")).toContain("Second.");
  });

  test.each([
    "../../etc/passwd@example.org",
    "a/b\\c:d@example.org",
    `${"x".repeat(300)}@example.org`,
    "@",
    "..@x.org",
  ])("never leaves its folder for %j", async (to) => {
    const session = await outboxTransport(folder).open();
    expect(await session.submit(sampleMessage(1, "Hello.\r\n", { to }))).toMatchObject({
      status: "submitted",
    });
    await session.close();
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^[a-z0-9][a-z0-9-]{0,60}\.eml$/)]);
  });

  test("takes addresses in any script", async () => {
    const session = await outboxTransport(folder).open();
    expect(session.offersUtf8).toBe(true);
    const outcome = await session.submit(
      sampleMessage(1, "Hello.\r\n", { to: "用户@example.org", needsUtf8: true }),
    );
    expect(outcome).toMatchObject({ status: "submitted" });
    await session.close();
  });

  test("cannot be opened where a file stands, and says so", async () => {
    const path = join(folder, "file");
    await writeFile(path, "");
    const fault = await outboxTransport(path)
      .open()
      .catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(RelayFault);
    expect(fault).toMatchObject({
      code: "transport/outbox",
      permanent: true,
      message: expect.stringContaining(path),
    });
  });

  test("leaves the message unsent and nothing behind when the folder is gone", async () => {
    const outbox = join(folder, "outbox");
    const session = await outboxTransport(outbox).open();
    await rm(outbox, { recursive: true });
    expect(await session.submit(sampleMessage(1))).toMatchObject({ status: "unsent", stage: "body" });
    expect(session.usable).toBe(false);
    expect(await session.submit(sampleMessage(2))).toMatchObject({ status: "unsent" });
    await session.close();
  });

  test("leaves no half message when it cannot be put in its place", async () => {
    const session = await outboxTransport(folder).open();
    await session.submit(sampleMessage(1));
    const [name = ""] = await readdir(folder);
    await rm(join(folder, name));
    // A folder with the name of the file: the rename fails after everything was written.
    await mkdir(join(folder, name));
    expect(await session.submit(sampleMessage(1))).toMatchObject({ status: "unsent", stage: "body" });
    expect(await readdir(folder)).toEqual([name]);
    await session.close();
  });
});
