import { possibleVariants } from "../model/possible-variants.ts";
import type { Recipient } from "../model/subscriber.ts";
import { type Split, variantWords } from "../model/variant.ts";

/** Somebody to look at an issue as. */
export interface SampleReader {
  /** In the URL. */
  readonly key: string;
  readonly label: string;
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
}

/**
 * The given readers, then invented ones whose names have broken newsletters, then nobody in particular for each variant.
 * `fields` are the declared fields of a subscriber: those that sound like a name get the name, the others stay empty, so
 * that fallbacks are seen.
 */
export function sampleReaders(
  recipients: readonly RealReader[],
  fields: readonly string[],
  split?: Split,
): readonly SampleReader[] {
  const nameFields = fields.filter((field) => /name/i.test(field));
  const real = recipients.map((recipient) => ({
    key: String(recipient.subscriber),
    label: labelOf(recipient, nameFields),
    recipient,
    tags: recipient.tags ?? [],
    lists: recipient.lists ?? [],
  }));
  const invented = edgeCases.map(({ key, label, email, name }, index) => ({
    key,
    label,
    recipient: {
      subscriber: firstInvented + index,
      email,
      fields: Object.fromEntries(name === "" ? [] : nameFields.map((field) => [field, name])),
      unsubscribeToken: previewToken,
      variant: "all",
    },
    tags: [],
    lists: [],
  }));
  const [nameless] = invented;
  const variants = split === undefined ? [] : (possibleVariants(split) ?? []);
  const each =
    split === undefined || nameless === undefined || variants.length < 2
      ? []
      : variants.map((variant) => ({
          ...nameless,
          key: `variant-${variant.key}`,
          label: `Variant ${variant.key}: ${variantWords(split, variant)}`,
          variant: variant.key,
        }));
  return [...real, ...invented, ...each];
}

function labelOf(recipient: Recipient, nameFields: readonly string[]): string {
  const name = nameFields.map((field) => recipient.fields[field] ?? "").find((value) => value !== "");
  return name === undefined ? recipient.email : `${name} (${recipient.email})`;
}

const edgeCases = [
  { key: "no-name", label: "No name", email: "reader@example.org", name: "" },
  {
    key: "long-name",
    label: "A name of 60 letters",
    email: "maximiliana@example.org",
    name: "Maximiliana Alexandrina Konstanze Freifrau von Hohenstaufen-",
  },
  { key: "arabic", label: "An Arabic name", email: "noura@example.org", name: "نورة بنت عبد العزيز" },
  { key: "special", label: "O'Brien & <Sons>", email: "obrien@example.org", name: "O'Brien & <Sons>" },
] as const;

/** The unsubscribe token of everybody in a preview: as long as a real one, and of no subscription. */
export const previewToken = "previewpreviewpreviewpreviewprev";

/** Far from every real subscriber: the number goes into signed links. */
const firstInvented = 2 ** 47;
