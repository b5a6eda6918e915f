import { faultText, LetterpressError } from "../base/errors.ts";
import { type Edition, parseEdition } from "../model/edition.ts";

/** An edition as it was frozen. Throws a LetterpressError when it no longer has the digest it was stored under. */
export function storedEdition({
  content,
  digest,
}: {
  readonly content: string;
  readonly digest: string;
}): Edition {
  try {
    return parseEdition(content, digest);
  } catch (cause) {
    throw new LetterpressError(
      changedEdition,
      `An edition in the store is not as it was frozen: ${faultText(cause)}.`,
      "Nothing is sent or shown from it. Restore the store from a backup.",
      { cause },
    );
  }
}

/** The code of that fault: what is wrong with one edition says nothing about the rest of the store. */
export const changedEdition = "store/edition-changed";
