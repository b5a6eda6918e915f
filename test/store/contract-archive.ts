import { expect, test } from "@jest/globals";
import { type Edition, editionOf } from "../../src/model/edition.ts";
import { undivided } from "../../src/model/variant.ts";
import { adoptEditions, dropUntouched, publicEditionOf, readableMailings } from "../../src/store/mailings.ts";
import { putState } from "../support/ledger.ts";
import { addReader, addReaders, freeze, sampleEdition, type TempStore } from "../support/temp-store.ts";

const forEverybody: Edition = editionOf({ ...sampleEdition, html: ["<p>Hello everybody</p>"] });
const dead = () => false;

export function archiveContract(temp: () => TempStore): void {
  const readable = async () =>
    (await readableMailings(temp().store)).map(({ mailing, ...rest }) => ({ id: mailing.id, ...rest }));

  test("a mailing can be read by everybody from its first submitted reader on", async () => {
    const { store } = temp();
    const [first = 0] = await addReaders(store, 2);
    const { id } = await freeze(store, "hello", "weekly", 2000, { forAll: { edition: forEverybody } });
    expect(await readable()).toEqual([]);
    for (const state of ["submitting", "uncertain", "rejected"] as const) {
      await putState(store, id, first, state);
      expect(await readable()).toEqual([]);
    }
    await putState(store, id, first, "submitted");
    expect(await readable()).toEqual([{ id, revision: 1, digest: forEverybody.digest, madeAt: 2000 }]);
    expect(await publicEditionOf(store, { mailing: id, revision: 1 })).toEqual(forEverybody);
  });

  test("a mailing of which nothing is for everybody, or that was for a part of the list, is not readable", async () => {
    const { store } = temp();
    const reader = await addReader(store, { email: "r1@example.org", tags: ["member"] });
    const closed = await freeze(store, "closed");
    await putState(store, closed.id, reader, "submitted");
    const only = { type: "tag", tag: "member" } as const;
    const part = await freeze(store, "part", "weekly", 2000, { only, forAll: { edition: forEverybody } });
    await putState(store, part.id, reader, "submitted");
    expect(await readable()).toEqual([]);
  });

  test("what the issue said of the archive is kept with it", async () => {
    const { store } = temp();
    const [reader = 0] = await addReaders(store, 1);
    for (const [issue, wanted] of [
      ["yes", true],
      ["no", false],
    ] as const) {
      const { id } = await freeze(store, issue, "weekly", 2000, {
        forAll: { edition: forEverybody, wanted },
      });
      await putState(store, id, reader, "submitted");
    }
    expect((await readable()).map(({ wanted }) => wanted).sort()).toEqual([false, true]);
  });

  test("the newest revision counts, and one without an edition for everybody keeps the last", async () => {
    const { store } = temp();
    const [first = 0] = await addReaders(store, 2);
    const { id } = await freeze(store, "hello", "weekly", 2000, { forAll: { edition: forEverybody } });
    await putState(store, id, first, "submitted");
    const corrected = editionOf({ ...forEverybody, html: ["<p>Corrected</p>"] });
    const adopt = { mailing: id, split: undivided("hello"), editions: [sampleEdition], isAlive: dead };
    await adoptEditions(store, { ...adopt, now: 5000, forAll: { edition: corrected } });
    await adoptEditions(store, { ...adopt, now: 6000 });
    expect(await readable()).toEqual([{ id, revision: 2, digest: corrected.digest, madeAt: 5000 }]);
    expect(await publicEditionOf(store, { mailing: id, revision: 2 })).toEqual(corrected);
  });

  test("a mailing that is dropped takes its edition for everybody along", async () => {
    const { store } = temp();
    await addReaders(store, 1);
    const { id: mailing } = await freeze(store, "hello", "weekly", 2000, {
      forAll: { edition: forEverybody },
    });
    expect(await dropUntouched(store, { mailing, now: 3000, isAlive: dead })).toEqual({ status: "dropped" });
    expect(await store.db.selectFrom("public_editions").selectAll().execute()).toEqual([]);
  });
}
