import { describe, expect, test } from "@jest/globals";
import { consentOf } from "../../../src/store/consent.ts";
import { openStore } from "../../../src/store/store.ts";
import { countSubscriptions, findSubscriber, listSubscribers } from "../../../src/store/subscribers.ts";
import { findSubscription } from "../../../src/store/subscriptions.ts";
import { addSuppression } from "../../../src/store/suppressions.ts";
import { unsubscribe } from "../../../src/store/unsubscribe.ts";
import { addReader } from "../../support/temp-store.ts";
import { importing, now } from "./importing.ts";

const run = importing();

describe("who is on the list already", () => {
  test("a reader who has unsubscribed is not subscribed again", async () => {
    const subscriber = await addReader(run.store, { email: "a@example.org", fields: { firstName: "Ada" } });
    const token = (await findSubscription(run.store, subscriber, "weekly"))?.token ?? "";
    await unsubscribe(run.store, token, 5);
    const report = await run.importText("email,firstName,status\nA@example.org,Anna,confirmed\n");
    expect(report).toMatchObject({ added: 0, updated: 0, unchanged: 0 });
    expect(report.refused).toEqual([{ line: 2, email: "A@example.org", reason: "has unsubscribed" }]);
    expect(await findSubscription(run.store, subscriber, "weekly")).toMatchObject({
      state: "unsubscribed",
      changedAt: 5,
    });
    expect((await findSubscriber(run.store, "a@example.org"))?.fields).toEqual({ firstName: "Ada" });
  });

  test("who signs up and leaves while the file is read is not subscribed again", async () => {
    await using other = await openStore({ file: run.store.file });
    const rows = Array.from({ length: 12_000 }, (_, index) => `r${index}@example.org`);
    const report = await run.importFrom(
      (async function* () {
        yield `email\n${rows.join("\n")}\n`;
        // By then the rows above are being written into a store that was empty.
        await addReader(other, { email: "left@example.org", state: "unsubscribed" });
        await addReader(other, { email: "came@example.org", fields: { city: "Ulm" } });
        yield "left@example.org\ncame@example.org\nnew@example.org\n";
      })(),
    );
    expect(report).toMatchObject({ rows: 12_003, added: 12_001, unchanged: 1 });
    expect(report.refused).toEqual([{ line: 12_002, email: "left@example.org", reason: "has unsubscribed" }]);
    expect((await findSubscriber(run.store, "came@example.org"))?.fields).toEqual({ city: "Ulm" });
  });

  test("a suppressed address is refused, known or new", async () => {
    await addReader(run.store, { email: "old@example.org" });
    for (const key of ["old@example.org", "new@example.org"])
      await addSuppression(run.store, { key, reason: "complaint", source: "fbl", createdAt: 1 });
    const report = await run.importText("email\nold@example.org\nnew@example.org\n");
    expect(report.refused).toEqual([
      { line: 2, email: "old@example.org", reason: "is suppressed" },
      { line: 3, email: "new@example.org", reason: "is suppressed" },
    ]);
    expect(await findSubscriber(run.store, "new@example.org")).toBeUndefined();
  });

  test("who left one list can be brought to another", async () => {
    await addReader(run.store, { email: "a@example.org", list: "monthly", state: "unsubscribed" });
    expect(await run.importText("email\na@example.org\n")).toMatchObject({ added: 1, refused: [] });
    expect(await countSubscriptions(run.store, "monthly")).toMatchObject({ confirmed: 0, unsubscribed: 1 });
  });

  test("what is known of a reader stays, and only what is not known is filled in", async () => {
    await addReader(run.store, { email: "a@example.org", fields: { firstName: "Ada" } });
    const report = await run.importText("email,firstName,city\na@example.org,Anna,London\n");
    expect(report).toMatchObject({ updated: 1 });
    const before = { city: "London", firstName: "Ada" };
    expect((await findSubscriber(run.store, "a@example.org"))?.fields).toEqual(before);
    expect(await run.importText("email,firstName,city\na@example.org,,Paris\n")).toMatchObject({
      unchanged: 1,
    });
    expect((await findSubscriber(run.store, "a@example.org"))?.fields).toEqual(before);
  });

  test("the fields of --overwrite are taken over, an empty value removes, columns that are missing stay", async () => {
    await addReader(run.store, { email: "a@example.org", fields: { firstName: "Ada", city: "London" } });
    const text = "email,firstName,city\na@example.org,Anna,\n";
    expect(await run.importText(text, { overwrite: ["firstName"] })).toMatchObject({ updated: 1 });
    expect((await findSubscriber(run.store, "a@example.org"))?.fields).toEqual({
      city: "London",
      firstName: "Anna",
    });
    expect(await run.importText(text, { overwrite: ["city"] })).toMatchObject({ updated: 1 });
    expect((await findSubscriber(run.store, "a@example.org"))?.fields).toEqual({ firstName: "Anna" });
  });

  test("a field of --overwrite that no column becomes is told", async () => {
    await expect(run.importText("email,city\n", { overwrite: ["firstName"] })).rejects.toMatchObject({
      code: "subscriptions/unknown-field",
      message: '--overwrite names "firstName", and no column of people.csv becomes this field.',
    });
  });

  test("a file without a status confirms nobody who has not confirmed", async () => {
    await addReader(run.store, { email: "a@example.org", state: "unconfirmed" });
    expect(await run.importText("email,city\na@example.org,Ulm\n")).toMatchObject({ updated: 1 });
    expect(await run.readers()).toMatchObject([{ state: "unconfirmed", fields: { city: "Ulm" } }]);
  });

  test("the consent log says from which file a reader is, and nothing of rows that change no subscription", async () => {
    await run.importText("email\na@example.org\nb@example.org\n");
    await run.importText("email,city\na@example.org,Ulm\n", { file: "more.csv" });
    await run.importText("email,status\nb@example.org,unsubscribed\n", { file: "left.csv", now: now + 5 });
    const log = async (index: number) => consentOf(run.store, (await run.readers())[index]?.id ?? 0);
    expect(await log(0)).toMatchObject([{ type: "imported", source: "people.csv", list: "weekly", at: now }]);
    expect(await log(1)).toMatchObject([
      { type: "imported", source: "people.csv", at: now },
      { type: "unsubscribed", source: "left.csv", at: now + 5 },
    ]);
  });

  test("a status moves forward to confirmed or to unsubscribed, and never back", async () => {
    const steps = [
      ["unconfirmed", "added", "unconfirmed"],
      ["confirmed", "updated", "confirmed"],
      ["unconfirmed", "unchanged", "confirmed"],
      ["", "unchanged", "confirmed"],
      ["Unsubscribed", "unsubscribed", "unsubscribed"],
      ["confirmed", "refused", "unsubscribed"],
    ] as const;
    for (const [status, counted, state] of steps) {
      const report = await run.importText(`email,status\na@example.org,${status}\n`);
      const count = report[counted];
      expect([status, typeof count === "number" ? count : count.length]).toEqual([status, 1]);
      const [reader] = await listSubscribers(run.store, { list: "weekly", limit: 1 });
      expect([status, reader?.state]).toEqual([status, state]);
    }
  });
});
