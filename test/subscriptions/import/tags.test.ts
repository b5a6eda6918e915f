import { createReadStream } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { listSubscribers } from "../../../src/store/subscribers.ts";
import { addReader } from "../../support/temp-store.ts";
import { importing } from "./importing.ts";

const run = importing();

describe("tags", () => {
  const tagsOf = async (email: string) =>
    (await listSubscribers(run.store, { limit: 99 })).find((reader) => reader.email === email)?.tags;

  test("of the sample file arrive", async () => {
    await run.importFrom(
      createReadStream(fileURLToPath(new URL("../../../subscribers.csv", import.meta.url))),
    );
    expect(await tagsOf("ada.lovelace@example.org")).toEqual(["member"]);
    expect(await tagsOf("brendan@example.org")).toEqual([]);
  });

  test("stand in one cell, separated by what people separate with, and are only ever added", async () => {
    const report = await run.importText(
      'email,TAGS\na@example.org,"member, beta"\nb@example.org,beta;member\nc@example.org, beta \nd@example.org,\n',
    );
    expect(report).toMatchObject({ added: 4, refused: [] });
    expect(await tagsOf("a@example.org")).toEqual(["beta", "member"]);
    expect(await tagsOf("b@example.org")).toEqual(["beta", "member"]);
    expect(await tagsOf("c@example.org")).toEqual(["beta"]);
    expect(
      await run.importText("email,tags\na@example.org,\nc@example.org,member\nd@example.org,\n"),
    ).toMatchObject({
      updated: 1,
      unchanged: 2,
    });
    expect(await tagsOf("a@example.org")).toEqual(["beta", "member"]);
    expect(await tagsOf("c@example.org")).toEqual(["beta", "member"]);
  });

  test("that are not declared refuse their row, with the one that was meant", async () => {
    const report = await run.importText(
      "email,tags\na@example.org,membr\nb@example.org,beta;zebra\nc@example.org,beta\n",
    );
    expect(report).toMatchObject({ rows: 3, added: 1 });
    expect(report.refused).toEqual([
      {
        line: 2,
        email: "a@example.org",
        reason: 'has the tag "membr", which letterpress.yaml does not declare; did you mean "member"?',
      },
      {
        line: 3,
        email: "b@example.org",
        reason: 'has the tag "zebra", which letterpress.yaml does not declare',
      },
    ]);
  });

  test("are the same in whatever form their letters arrive", async () => {
    const report = await run.importText("email,tags\na@example.org,cafe\u0301\n", { tags: ["caf\u00e9"] });
    expect(report).toMatchObject({ added: 1, refused: [] });
    expect(await tagsOf("a@example.org")).toEqual(["caf\u00e9"]);
  });

  test("can be given to everybody in a file, but not to who has left", async () => {
    await addReader(run.store, { email: "gone@example.org", state: "unsubscribed" });
    const report = await run.importText(
      "email,tags\na@example.org,beta\nb@example.org,\ngone@example.org,\n",
      {
        tagAll: "member",
      },
    );
    expect(report).toMatchObject({ added: 2 });
    expect(await tagsOf("a@example.org")).toEqual(["beta", "member"]);
    expect(await tagsOf("b@example.org")).toEqual(["member"]);
    expect(await tagsOf("gone@example.org")).toEqual([]);
  });
});
