import { possibleVariants } from "../../model/possible-variants.ts";
import type { Recipient, SubscriptionState } from "../../model/subscriber.ts";
import { type Split, variantWords } from "../../model/variant.ts";

/** Somebody to look at an issue as, in a list. */
export interface ReaderEntry {
  /** In the URL. */
  readonly key: string;
  readonly label: string;
  /** What they are called in a sentence, if not by the label. */
  readonly inWords?: string;
}

/** The same, with what an impression needs. */
export interface SampleReader extends ReaderEntry {
  readonly recipient: Recipient;
  readonly tags: readonly string[];
  readonly lists: readonly string[];
  /** Looks at this variant, whoever would get it. */
  readonly variant?: string;
}

/** A subscriber, with what audience expressions ask of one. */
export interface RealReader extends Recipient {
  readonly tags?: readonly string[];
  readonly lists?: readonly string[];
  /** Of the subscription to the list of the issue; undefined when there is none. */
  readonly state?: SubscriptionState;
}

/**
 * How a subscriber stands in the list of readers, with what keeps them from getting the issue. `fields` are the
 * declared ones.
 */
export function entryOf(
  reader: Pick<RealReader, "email" | "fields" | "state"> & { readonly id: number },
  fields: readonly string[],
): ReaderEntry {
  const label = labelOf(reader, nameFields(fields));
  const { state = "not on this list" } = reader;
  return { key: String(reader.id), label: state === "confirmed" ? label : `${label}, ${state}` };
}

export function realReader(reader: RealReader, fields: readonly string[]): SampleReader {
  const { tags = [], lists = [], state, ...recipient } = reader;
  const entry = { ...recipient, id: recipient.subscriber, ...(state === undefined ? {} : { state }) };
  return { ...entryOf(entry, fields), recipient, tags, lists };
}

/**
 * Invented readers whose names have broken newsletters. Of the declared fields those that sound like a name get the
 * name, the others stay empty, so that fallbacks are seen.
 */
export function inventedReaders(fields: readonly string[]): readonly SampleReader[] {
  return edgeCases.map(({ key, label, inWords, email, name }, index) => ({
    key,
    label,
    inWords,
    recipient: {
      subscriber: firstInvented + index,
      email,
      fields: Object.fromEntries(name === "" ? [] : nameFields(fields).map((field) => [field, name])),
      unsubscribeToken: previewToken,
      variant: "all",
    },
    tags: [],
    lists: [],
  }));
}

/** Somebody without a name for each variant; nobody for an issue that is the same for all. */
export function variantReaders(split: Split): readonly SampleReader[] {
  const variants = possibleVariants(split) ?? [];
  const [nameless] = inventedReaders([]);
  if (nameless === undefined || variants.length < 2) return [];
  return variants.map((variant) => ({
    ...nameless,
    key: `variant-${variant.key}`,
    label: variantWords(split, variant),
    inWords: `a reader of the variant “${variantWords(split, variant)}”`,
    variant: variant.key,
  }));
}

function nameFields(fields: readonly string[]): readonly string[] {
  return fields.filter((field) => /name/i.test(field));
}

function labelOf(recipient: Pick<Recipient, "email" | "fields">, names: readonly string[]): string {
  const name = names.map((field) => recipient.fields[field] ?? "").find((value) => value !== "");
  return name === undefined ? recipient.email : `${name} (${recipient.email})`;
}

const edgeCases = [
  {
    key: "no-name",
    label: "No name",
    inWords: "a reader without a name",
    email: "reader@example.org",
    name: "",
  },
  {
    key: "long-name",
    label: "A name of 60 letters",
    inWords: "a reader with a name of 60 letters",
    email: "maximiliana@example.org",
    name: "Maximiliana Alexandrina Konstanze Freifrau von Hohenstaufen-",
  },
  {
    key: "arabic",
    label: "An Arabic name",
    inWords: "a reader with an Arabic name",
    email: "noura@example.org",
    name: "نورة بنت عبد العزيز",
  },
  {
    key: "special",
    label: "O'Brien & <Sons>",
    inWords: "O'Brien & <Sons>",
    email: "obrien@example.org",
    name: "O'Brien & <Sons>",
  },
] as const;

/** The unsubscribe token of everybody in a preview: as long as a real one, and of no subscription. */
export const previewToken = "previewpreviewpreviewpreviewprev";

/** Far from every real subscriber: the number goes into signed links. */
const firstInvented = 2 ** 47;
