import { statSync } from "node:fs";
import type { Config } from "../../config/config.ts";
import type { Store } from "../../store/store.ts";
import { openStoreOfMailings, storeGone } from "../newsletter.ts";

/**
 * The store of a newsletter for who looks again and again. It is opened once; a file that was put in its place since,
 * or is gone, is noticed, because an open file stays readable when its name is taken away.
 */
export class WatchedStore {
  readonly #config: Config;
  #store: Store | undefined;
  #file: number | undefined;

  constructor(config: Config) {
    this.#config = config;
  }

  /**
   * As it is now; undefined while there is none yet. Throws LetterpressError when it cannot be opened, or is gone; the
   * next call tries anew.
   */
  async now(): Promise<Store | undefined> {
    const file = statSync(this.#config.store, { throwIfNoEntry: false })?.ino;
    if (this.#store !== undefined && file === this.#file) return this.#store;
    await this.close();
    if (file === undefined && this.#file !== undefined) throw storeGone(this.#config.store);
    this.#store = await openStoreOfMailings(this.#config);
    this.#file = file ?? this.#file;
    return this.#store;
  }

  async close(): Promise<void> {
    const store = this.#store;
    this.#store = undefined;
    await store?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
