/** What is a reader's own, for senders that have no store to read it from; the same for all of them. */
export function readerValues(reader: number) {
  return {
    email: `reader${reader}@example.org`,
    firstName: `Reader ${reader}`,
    city: ["Paris", "London", "Rome"][reader % 3] ?? "Rome",
    link: `https://news.example.org/u/token${reader}`,
  };
}
