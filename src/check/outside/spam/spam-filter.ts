import type { SpamReport } from "./spam-report.ts";

/** SpamAssassin, however it is spoken to. */
export interface SpamFilter {
  /** Of whole messages, as they are sent. Never throws. */
  score(message: Buffer): Promise<SpamAnswer>;
}

export type SpamAnswer =
  | { readonly status: "scored"; readonly report: SpamReport }
  /** `words` say why, and finish "could not be scored, because". */
  | { readonly status: "failed"; readonly words: string };
