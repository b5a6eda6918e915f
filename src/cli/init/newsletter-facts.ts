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

/** Of somebody who is asked nothing. None of it can be sent from: example.org belongs to nobody. */
export const sampleFacts: NewsletterFacts = {
  name: "My Newsletter",
  email: "hello@news.example.org",
  siteUrl: "https://news.example.org",
  postalAddress: ["Your name", "Street and number", "City and country"],
};
