import { afterEach, beforeEach } from "@jest/globals";
import type { Store } from "../../../src/store/store.ts";
import { type ListedSubscriber, listSubscribers } from "../../../src/store/subscribers.ts";
import type { ImportInput, ImportReport } from "../../../src/subscriptions/import/import-report.ts";
import { importSubscribers } from "../../../src/subscriptions/import/import-subscribers.ts";
import { type TempStore, tempStore } from "../../support/temp-store.ts";

/** What the tests of imports declare. */
export const declared = {
  fields: {
    firstName: {},
    city: {},
    language: {},
    plan: { type: "choice", options: ["Gold", "Silver"] },
  },
  tags: ["member", "beta"],
} as const;

/** When the imports of tests happen: 2026-09-01. */
export const now = 1_788_220_800_000;

export interface Importing {
  readonly store: Store;
  importText(content: string | Buffer, changes?: Partial<ImportInput>): Promise<ImportReport>;
  importFrom(source: AsyncIterable<Buffer | string>, changes?: Partial<ImportInput>): Promise<ImportReport>;
  /** Everybody on the weekly list. */
  readers(): Promise<readonly ListedSubscriber[]>;
}

/** A store that is empty before each test of a file, and imports into it. */
export function importing(): Importing {
  let temp: TempStore;
  beforeEach(async () => {
    temp = await tempStore();
  });
  afterEach(async () => temp[Symbol.asyncDispose]());
  const importFrom: Importing["importFrom"] = (source, changes = {}) =>
    importSubscribers(temp.store, {
      file: "people.csv",
      source,
      list: "weekly",
      ...declared,
      now,
      ...changes,
    });
  return {
    get store() {
      return temp.store;
    },
    importFrom,
    importText: (content, changes) =>
      importFrom(
        (async function* () {
          yield content;
        })(),
        changes,
      ),
    readers: () => listSubscribers(temp.store, { list: "weekly", limit: 9_999 }),
  };
}
