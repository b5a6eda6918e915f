import { unfilledSender } from "../../model/unfilled-sender.ts";

/** What is asked of somebody who begins a newsletter. */
export interface NewsletterFacts {
  readonly name: string;
  /** The From address. */
  readonly email: string;
  /** `https://news.example.org`, where readers' links lead. */
  readonly siteUrl: string;
  /** The address on paper, one line each. */
  readonly postalAddress: readonly string[];
}

/** Of somebody who is asked nothing. `check` tells of it, and no mailing starts with it. */
export const sampleFacts: NewsletterFacts = { name: "My Newsletter", ...unfilledSender };
