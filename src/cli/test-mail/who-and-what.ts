import { LetterpressError } from "../../base/errors.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { Config, ListConfig } from "../../config/config.ts";
import type { Edition } from "../../model/edition.ts";
import { variantOf } from "../../model/variant.ts";
import type { Proof } from "../../preview/desk/desk.ts";
import { inventedReaders, previewToken } from "../../preview/desk/sample-readers.ts";
import type { Store } from "../../store/store.ts";
import { type Reader, readerOf } from "../render/reader.ts";

/** As whom an issue is tested, and what of it; as typed. */
export interface WhoAndWhat {
  readonly as?: string;
  readonly variant?: string;
  readonly allVariants?: boolean;
}

/**
 * A subscriber by their address, an invented reader by their name, or a reader of whom nothing is known. Nobody has
 * their own way to unsubscribe: the mail goes to somebody else, who would use it for them.
 */
export async function readerToTest(
  store: Store | undefined,
  config: Config,
  list: ListConfig,
  as: string | undefined,
): Promise<Reader> {
  if (as === undefined || as.includes("@")) {
    const reader = await readerOf(store, config, list, as);
    return { ...reader, recipient: { ...reader.recipient, unsubscribeToken: previewToken } };
  }
  const invented = inventedReaders(Object.keys(config.fields));
  const one = invented.find(({ key }) => key === as);
  if (one === undefined) {
    const keys = invented.map(({ key }) => key);
    throw new LetterpressError(
      "use/no-reader",
      `There is no reader "${as}".`,
      `${didYouMean(as, keys)} It is the address of a subscriber, or one of ${keys.join(", ")}.`.trim(),
    );
  }
  const { recipient, tags, lists } = one;
  return { recipient, facts: { id: recipient.subscriber, fields: recipient.fields, tags, lists } };
}

/** The variant that is asked for, all of them, or the one that the reader would get. */
export function editionsToTest(
  { editions, split }: Proof,
  { facts }: Reader,
  { variant, allVariants }: WhoAndWhat,
): readonly Edition[] {
  if (variant !== undefined && allVariants === true)
    throw new LetterpressError(
      "use/variant",
      "--variant and --all-variants contradict each other.",
      "Leave one out.",
    );
  if (allVariants === true) return editions;
  const wanted = variant ?? variantOf(split, facts).key;
  const edition = editions.find((one) => one.variant === wanted);
  if (edition !== undefined) return [edition];
  throw new LetterpressError(
    "use/no-variant",
    variant === undefined
      ? "The issue has no block for such a reader."
      : `The issue has no variant "${wanted}".`,
    didYouMean(
      wanted,
      editions.map((one) => one.variant),
    ) || `It has: ${editions.map((one) => one.variant).join(", ")}.`,
  );
}
