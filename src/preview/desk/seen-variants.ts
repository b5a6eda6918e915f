import type { Edition } from "../../model/edition.ts";
import { possibleVariants } from "../../model/possible-variants.ts";
import { variantWords } from "../../model/variant.ts";
import type { OpenIssue, Proof } from "./desk.ts";

/** A variant of an issue, as the studio lists it. */
export interface ListedVariant {
  readonly key: string;
  /** What makes it differ. */
  readonly words: string;
  readonly readers: number;
  /** Somebody has looked at it in this run, as it is now. */
  readonly isSeen: boolean;
  /** Who is of it gets something. */
  readonly hasEdition: boolean;
}

/** What has been looked at since the studio began. An edition that changed has not. */
export class SeenVariants {
  readonly #digests = new Map<string, string>();

  note({ list, entry }: OpenIssue, edition: Edition): void {
    this.#digests.set(keyOf(list.id, entry.id, edition.variant), edition.digest);
  }

  /** All variants of an issue; empty when it is the same for everybody. */
  list(
    { list, entry, proof }: OpenIssue & { readonly proof: Proof },
    counts: ReadonlyMap<string, number>,
  ): readonly ListedVariant[] {
    const variants = possibleVariants(proof.split) ?? [];
    if (variants.length < 2) return [];
    return variants.map((variant) => {
      const { key } = variant;
      const edition = proof.editions.find((one) => one.variant === key);
      const seen = this.#digests.get(keyOf(list.id, entry.id, key));
      return {
        key,
        words: variantWords(proof.split, variant),
        readers: counts.get(key) ?? 0,
        isSeen: edition !== undefined && edition.digest === seen,
        hasEdition: edition !== undefined,
      };
    });
  }
}

function keyOf(list: string, issue: string, variant: string): string {
  return JSON.stringify([list, issue, variant]);
}
