import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { subscriptionToken } from "../src/base/subscription-token.ts";
import { openStore } from "../src/store/store.ts";
import { list } from "./material.ts";

/**
 * What SQLite alone needs on this machine: so many readers written into the tables of a new store by a prepared
 * statement for each row, some thousand a transaction, with nothing read, compared or reported, and the disk not waited
 * for.
 */
export async function importFloor(
  folder: string,
  readers: number,
): Promise<{ readonly seconds: number; readonly cpuSeconds: number }> {
  const file = join(folder, "floor.sqlite");
  await (await openStore({ file })).close();
  const database = new DatabaseSync(file);
  try {
    database.exec("pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -32768");
    database.exec("pragma wal_autocheckpoint = 32000");
    database.prepare("insert into lists (id, name) values (?, ?)").run(list, "The Bench");
    const [start, before] = [performance.now(), process.cpuUsage()];
    writeReaders(database, readers);
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1_000_000 };
  } finally {
    database.close();
  }
}

function writeReaders(database: DatabaseSync, readers: number): void {
  const reader = database.prepare(
    "insert into subscribers (email, email_key, domain, fields, created_at) values (?, ?, ?, ?, 1)",
  );
  const subscription = database.prepare(
    "insert into subscriptions (subscriber_id, list_id, state, token, changed_at) values (?, ?, 'confirmed', ?, 1)",
  );
  const event = database.prepare(
    "insert into consent_events (subscriber_id, list_id, type, at, source) values (?, ?, 'imported', 1, 'readers.csv')",
  );
  const tag = database.prepare("insert into subscriber_tags (subscriber_id, tag) values (?, 'member')");
  for (let number = 0; number < readers; number += 1) {
    if (number % perTransaction === 0) database.exec(number === 0 ? "begin" : "commit; begin");
    const domain = `example${number % 97}.org`;
    const email = `reader.${((number * 7_919) % readers).toString(36)}.${number}@${domain}`;
    const fields = `{"city":"City, ${number % 1_000}","firstName":"Reader ${number}","language":"en"}`;
    const { lastInsertRowid: id } = reader.run(email, email, domain, fields);
    subscription.run(id, list, subscriptionToken());
    event.run(id, list);
    tag.run(id);
  }
  database.exec("commit");
}

const perTransaction = 10_000;
