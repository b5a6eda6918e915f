/**
 * What of a message's head a signature covers. `names` is the `h=` list; `text` are the headers it names, in its order,
 * in the "relaxed" form of RFC 6376 section 3.4.2, each with its line end.
 */
export function signedHeaders(head: string): { readonly names: readonly string[]; readonly text: string } {
  const fields = head
    .split(/\r\n(?![ \t])/)
    .filter((line) => line !== "")
    .map(relaxedField);
  const present = covered.filter((name) => fields.some((field) => field.name === name.toLowerCase()));
  const text = present.flatMap((name) => fields.filter((field) => field.name === name.toLowerCase()));
  return {
    names: [...present, ...sealed],
    text: text.map(({ name, value }) => `${name}:${value}\r\n`).join(""),
  };
}

/** White space as the relaxed form has it. For a part of a header, which has none at its own ends. */
export function relaxedSpace(text: string): string {
  return text.replace(/\r\n/g, "").replace(/[ \t]+/g, " ");
}

/**
 * What can stand but once, and what readers and their mail programs act on. The list of signed headers names these once
 * more than they occur: a verifier takes the next one of that name, finds none, and anybody who puts a second From,
 * Subject or Content-Type on a message of ours breaks its signature (RFC 6376 section 8.15).
 */
const sealed = [
  "From",
  "To",
  "Cc",
  "Reply-To",
  "Subject",
  "Date",
  "Message-ID",
  "MIME-Version",
  "Content-Type",
  "Content-Transfer-Encoding",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
] as const;

/** Relays may add a Feedback-ID, and mailing lists their own List-Id, where they do not replace ours. */
const covered: readonly string[] = [
  ...sealed,
  "List-Id",
  "List-Archive",
  "List-Help",
  "List-Post",
  "Feedback-ID",
];

function relaxedField(line: string): { readonly name: string; readonly value: string } {
  const colon = line.indexOf(":");
  const value = relaxedSpace(line.slice(colon + 1)).replace(/^ | $/g, "");
  return { name: line.slice(0, colon).trimEnd().toLowerCase(), value };
}
