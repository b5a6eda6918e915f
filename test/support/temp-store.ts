import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAddress } from "../../src/base/address.ts";
import type { AudienceExpression } from "../../src/model/audience.ts";
import { type Edition, editionOf } from "../../src/model/edition.ts";
import type { Mailing } from "../../src/model/mailing.ts";
import type { Sender } from "../../src/model/sender.ts";
import type { SubscriptionState } from "../../src/model/subscriber.ts";
import type { Split } from "../../src/model/variant.ts";
import { audienceOf, mailingIdOf } from "../../src/store/audience.ts";
import { ensureLists } from "../../src/store/lists.ts";
import { claimMailing, createMailing, type NewPublicEdition } from "../../src/store/mailings.ts";
import { saveSubscribers } from "../../src/store/save-subscribers.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { findSubscriber } from "../../src/store/subscribers.ts";
import { putEmptyStore } from "./empty-store.ts";

/** A store in a folder of its own, removed with it. */
export interface TempStore extends AsyncDisposable {
  readonly store: Store;
  readonly folder: string;
  /** Another connection to the same database, closed with the first. */
  again(): Promise<Store>;
}

/** An empty store with the lists `weekly` and `monthly`. */
export async function tempStore(): Promise<TempStore> {
  const folder = await tempFolder();
  const file = join(folder.path, "letterpress.sqlite");
  await putEmptyStore(file);
  const open = () => openStore({ file });
  const stores = [await open()];
  const store = stores[0] as Store;
  await ensureLists(store, [
    { id: "weekly", name: "The weekly" },
    { id: "monthly", name: "The monthly" },
  ]);
  return {
    store,
    folder: folder.path,
    again: async () => {
      const second = await open();
      stores.push(second);
      return second;
    },
    [Symbol.asyncDispose]: async () => {
      for (const one of stores) await one.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

export async function tempFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "letterpress-"));
  return { path, [Symbol.asyncDispose]: async () => rmSync(path, { recursive: true, force: true }) };
}

/** Adds one reader to a list and returns their subscriber id. */
export async function addReader(
  store: Store,
  reader: {
    readonly email: string;
    readonly fields?: Readonly<Record<string, string>>;
    readonly tags?: readonly string[];
    readonly state?: SubscriptionState;
    readonly list?: string;
  },
): Promise<number> {
  const { email, fields = {}, tags = [], state = "confirmed", list = "weekly" } = reader;
  const parsed = parseAddress(email);
  if (parsed.status === "invalid") throw new Error(`${email}: ${parsed.reason}`);
  await saveSubscribers(store, {
    list,
    readers: [{ address: parsed.address, fields, tags, state }],
    now: 1000,
    consent: { type: "imported", source: "test" },
  });
  const found = await findSubscriber(store, parsed.address.email);
  if (found === undefined) throw new Error(`${email} was not added`);
  return found.id;
}

/**
 * Adds `r1@example.org` to `r<count>@example.org` to a list in one transaction, all confirmed, and returns their ids.
 */
export async function addReaders(store: Store, count: number, list = "weekly"): Promise<readonly number[]> {
  const readers = Array.from({ length: count }, (_, index) => {
    const parsed = parseAddress(`r${index + 1}@example.org`);
    if (parsed.status === "invalid") throw new Error(parsed.reason);
    return { address: parsed.address, fields: {}, tags: [], state: "confirmed" as const };
  });
  const consent = { type: "imported", source: "test" } as const;
  await saveSubscribers(store, { list, readers, now: 1000, consent });
  const rows = await store.db.selectFrom("subscribers").select(["id", "email_key"]).execute();
  const ids = new Map(rows.map(({ id, email_key }) => [email_key, id]));
  return readers.map(({ address }) => {
    const id = ids.get(address.key);
    if (id === undefined) throw new Error(`${address.email} was not added`);
    return id;
  });
}

export const sampleSender: Sender = {
  name: "The Weekly",
  listName: "The Weekly",
  from: { name: "The Weekly", email: "weekly@example.org" },
  postalAddress: ["Example Street 1", "12345 Exampletown"],
  siteUrl: "https://news.example.org",
  listId: "weekly.news.example.org",
};

export const sampleEdition: Edition = editionOf({
  variant: "all",
  language: "en",
  subject: ["Hello ", { value: { kind: "field", name: "firstName", fallback: "reader" }, place: "plain" }],
  preheader: [],
  html: ["<p>Hello</p>"],
  text: ["Hello"],
  attachments: [
    {
      cid: "dot@example.org",
      filename: "dot.png",
      contentType: "image/png",
      bytes: Buffer.from([0, 255, 10, 13]),
    },
  ],
});

/** Freezes a mailing to whoever is in the audience now. */
export async function freeze(
  store: Store,
  issue = "hello",
  list = "weekly",
  now = 2000,
  part: {
    readonly only?: AudienceExpression;
    readonly split?: Split;
    readonly forAll?: NewPublicEdition;
  } = {},
): Promise<Mailing> {
  const target = { issue, list, ...part };
  const approved = await audienceOf(store, { at: 2000, ...target });
  return createMailing(store, {
    mailing: { id: mailingIdOf(target), issue, list, planHash: "plan", date: 1500, sender: sampleSender },
    ...part,
    editions: part.split === undefined ? [sampleEdition] : approved.variants.map(editionFor),
    approved,
    now,
  });
}

function editionFor({ variant }: { readonly variant: string }): Edition {
  return editionOf({ ...sampleEdition, variant });
}

/** A mailing to `count` new readers, its lease held by `runner`. */
export async function runningMailing(
  store: Store,
  count: number,
  runner = "runner-1",
): Promise<{ readonly mailing: number; readonly runner: string; readonly readers: readonly number[] }> {
  const readers = await addReaders(store, count);
  const { id } = await freeze(store);
  await claimMailing(store, { mailing: id, runner, now: 3000, leaseMs: 60_000 });
  return { mailing: id, runner, readers };
}
