const smallest: Readonly<Record<string, string>> = {
  name: "The Weekly",
  from: "{name: Ada, email: ada@example.org}",
  postalAddress: "1 Sample Street",
  siteUrl: "https://news.example.org",
  lists: "{weekly: {name: Weekly}}",
  relays: "[{host: smtp.example.org}]",
};

/** A `letterpress.yaml` without fault, one line for each key; `changes` are YAML, and undefined leaves a key out. */
export function configText(changes: Readonly<Record<string, string | undefined>> = {}): string {
  return Object.entries({ ...smallest, ...changes })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("");
}
