import type { Edition } from "../../model/edition.ts";
import { editionNameFor, type NamedEdition, readEdition } from "../../store/mailings.ts";
import type { Store } from "../../store/store.ts";

/** The edition that a reader of a mailing got, or undefined when they are not in it. */
export type KeptEditions = (of: {
  readonly mailing: number;
  readonly subscriber: number;
}) => Promise<Edition | undefined>;

/**
 * Editions as readers ask for them, each read and checked once: to do so for every web version, each of its pictures
 * and every vote takes many times as long as all else. They are kept by their digests, so none is ever out of date, and
 * only so many bytes of them: who was asked for longest ago goes.
 */
export function keptEditions(store: Store, mostBytes = standardBytes): KeptEditions {
  const kept = new Map<string, { readonly edition: Promise<Edition>; readonly bytes: number }>();
  let bytes = 0;
  const forget = (digest: string) => {
    bytes -= kept.get(digest)?.bytes ?? 0;
    kept.delete(digest);
  };
  const keep = (named: NamedEdition) => {
    const known = kept.get(named.digest);
    const one = known ?? { edition: readEdition(store, named), bytes: named.bytes };
    if (known === undefined) {
      bytes += one.bytes;
      one.edition.catch(() => forget(named.digest));
    }
    // Behind all others.
    kept.delete(named.digest);
    kept.set(named.digest, one);
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes || oldest === named.digest) break;
      forget(oldest);
    }
    return one.edition;
  };
  return async (of) => {
    const named = await editionNameFor(store, of);
    return named && keep(named);
  };
}

/** As they stand in the store, where pictures are a third larger. */
const standardBytes = 64 * 1024 * 1024;
