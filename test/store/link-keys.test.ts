import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parseAddress } from "../../src/base/address.ts";
import { signedTokens } from "../../src/base/token.ts";
import { erasePerson } from "../../src/store/erase-person.ts";
import {
  endOlderLinkKeys,
  linkKey,
  listLinkKeys,
  openLink,
  rotateLinkKey,
} from "../../src/store/link-keys.ts";
import { releaseMailing } from "../../src/store/mailings.ts";
import type { Store } from "../../src/store/store.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { addSuppression, suppressedAmong } from "../../src/store/suppressions.ts";
import { unsubscribe } from "../../src/store/unsubscribe.ts";
import { addReader, runningMailing, type TempStore, tempStore } from "../support/temp-store.ts";

let temp: TempStore;
let store: Store;

beforeEach(async () => {
  temp = await tempStore();
  store = temp.store;
});
afterEach(async () => temp[Symbol.asyncDispose]());

const signed = async () => signedTokens(await linkKey(store), 7, 41)("preferences");
const opened = (token: string) => openLink(store, "preferences", token);
const open = { status: "open", mailing: 7, reader: 41 };

describe("the keys that sign links", () => {
  test("are there from the first opening on, one for all processes, and not what hashes are made with", async () => {
    const other = await temp.again();
    expect(await linkKey(other)).toBe(await linkKey(store));
    expect(await linkKey(store)).not.toBe(store.key);
    expect(await listLinkKeys(store)).toHaveLength(1);
  });

  test("open what older ones signed until those are ended, and the newest goes on", async () => {
    const first = await signed();
    const made = await rotateLinkKey(store, 5_000);
    const second = await signed();
    expect(second).not.toBe(first);
    // Another process knows it without being opened again.
    const other = await temp.again();
    expect([await openLink(other, "preferences", first), await opened(second)]).toEqual([open, open]);
    expect(await endOlderLinkKeys(store, { now: 6_000 })).toMatchObject({
      status: "ended",
      keys: [{ endedAt: 6_000 }],
    });
    expect(await openLink(other, "preferences", first)).toEqual({ status: "ended" });
    expect(await opened(second)).toEqual(open);
    expect(await endOlderLinkKeys(store, { now: 7_000 })).toEqual({ status: "ended", keys: [] });
    expect((await listLinkKeys(store)).at(-1)).toEqual(made);
  });

  test("know no token of another purpose, whichever key signed it", async () => {
    const web = signedTokens(await linkKey(store), 7, 41)("web");
    await rotateLinkKey(store, 5_000);
    expect(await opened(web)).toEqual({ status: "unknown" });
    await endOlderLinkKeys(store, { now: 6_000 });
    expect(await opened(web)).toEqual({ status: "unknown" });
  });

  test("are not ended while somebody sends, whose links may be signed with an older one", async () => {
    const first = await signed();
    const { mailing, runner } = await runningMailing(store, 1);
    await rotateLinkKey(store, 5_000);
    const at = { now: 5_000, isAlive: () => true };
    expect(await endOlderLinkKeys(store, at)).toMatchObject({ status: "sending", runner });
    expect(await opened(first)).toEqual(open);
    await releaseMailing(store, { mailing, runner, now: 5_001 });
    expect(await endOlderLinkKeys(store, at)).toMatchObject({ status: "ended" });
  });

  test("have nothing to do with unsubscribing and with the hashes of addresses: both go on, also after an erase", async () => {
    const ada = await addReader(store, { email: "ada@example.org" });
    const bob = await addReader(store, { email: "bob@example.org" });
    const tokens = [];
    for (const id of [ada, bob]) tokens.push((await findSubscription(store, id, "weekly"))?.token ?? "");
    const address = parseAddress("bob@example.org");
    if (address.status === "invalid") throw new Error(address.reason);
    await erasePerson(store, { address: address.address, source: "cli", now: 4_000 });
    const bad = { key: "bad@example.org", reason: "bounce", source: "smtp", createdAt: 1 } as const;
    await addSuppression(store, bad);
    await rotateLinkKey(store, 5_000);
    await endOlderLinkKeys(store, { now: 6_000 });
    const reopened = await temp.again();
    expect(await unsubscribe(reopened, tokens[0] ?? "", 7_000)).toMatchObject({ status: "unsubscribed" });
    expect(await unsubscribe(reopened, tokens[1] ?? "", 7_000)).toEqual({ status: "erased", list: "weekly" });
    const keys = ["bad@example.org", "bob@example.org"];
    expect([...(await suppressedAmong(reopened.db, reopened, keys)).values()].sort()).toEqual([
      "bounce",
      "erased",
    ]);
    expect(await addSuppression(reopened, bad)).toBe(false);
  });
});
