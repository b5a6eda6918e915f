import { unfilledRelayHost } from "../../model/unfilled-relay.ts";
import type { NewsletterFacts } from "./newsletter-facts.ts";

/** `letterpress.yaml` of a new newsletter: what has to be decided, with the reason, and nothing else. */
export function configText({ name, email, siteUrl, postalAddress }: NewsletterFacts): string {
  return `# What this newsletter is. All keys: npx letterpress docs config
name: ${quoted(name)}
from: { name: ${quoted(name)}, email: ${quoted(email)} }

# The law of most countries asks for a postal address in every newsletter.
postalAddress: |
${postalAddress.map((line) => `  ${line}`).join("\n")}

# Where readers unsubscribe, vote and see the web version: \`npx letterpress serve\` answers there.
siteUrl: ${quoted(siteUrl)}

# What people subscribe to. The short name never changes; the name that readers see may.
lists:
  main: { name: ${quoted(name)} }

# What is known of readers, for merge fields such as {{firstName|there}} in an issue.
fields:
  firstName: { description: What the reader likes to be called }
  language: { description: "The language the reader likes to read, such as de or pt-BR" }

# The mail server that takes your mail. Its password stands in the file .env, never in this one: see .env.example.
relays:
  - name: main
    host: ${unfilledRelayHost}
    port: 587
    security: starttls
    user: ${quoted(email)}
    password: { env: LETTERPRESS_SMTP_PASSWORD }

# Readers and the ledger of every mailing. Keep a copy of it: who has unsubscribed stands there.
store: .letterpress/store.sqlite
`;
}

/** A JSON string is a YAML string. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
