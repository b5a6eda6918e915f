import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../../config/config.ts";
import type { Store } from "../../store/store.ts";
import { openExistingStore, openNewsletterStore } from "../newsletter.ts";

/** The store for who only looks. Where there is none yet it is an empty one, which goes with it. */
export async function storeToRead(config: Config): Promise<AsyncDisposable & { readonly store: Store }> {
  const store = await openExistingStore(config);
  if (store !== undefined) return { store, [Symbol.asyncDispose]: () => store.close() };
  const folder = await mkdtemp(join(tmpdir(), "letterpress-"));
  const empty = await openNewsletterStore(config, join(folder, "store.sqlite"));
  return {
    store: empty,
    async [Symbol.asyncDispose]() {
      await empty.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
