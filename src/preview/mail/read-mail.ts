import PostalMime, { addressParser, decodeWords } from "postal-mime";

/** A picture or a file that travels with a mail. */
export interface MailPart {
  /** Without angle brackets; undefined when the HTML cannot name it. */
  readonly cid?: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface MailHeader {
  readonly name: string;
  /** Unfolded, and decoded where it was encoded (RFC 2047). */
  readonly value: string;
}

export interface ReadMail {
  readonly headers: readonly MailHeader[];
  readonly subject: string;
  readonly html?: string;
  readonly text?: string;
  readonly parts: readonly MailPart[];
}

/** Decodes a mail as a mail program does. Undefined when it cannot be read as one. */
export async function readMail(bytes: Buffer): Promise<ReadMail | undefined> {
  const mail = await PostalMime.parse(bytes).catch(() => undefined);
  if (mail === undefined) return undefined;
  return {
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value: decodeWords(value) })),
    subject: mail.subject ?? "",
    ...(mail.html === undefined ? {} : { html: mail.html }),
    ...(mail.text === undefined ? {} : { text: mail.text }),
    parts: mail.attachments.map(({ contentId, filename, mimeType, content }) => ({
      ...(contentId === undefined ? {} : { cid: contentId.trim().replace(/^<|>$/g, "") }),
      filename: filename ?? "attachment",
      contentType: mimeType,
      bytes: typeof content === "string" ? Buffer.from(content) : Buffer.from(new Uint8Array(content)),
    })),
  };
}

/** What the headers of a mail say, from its first bytes. Empty where they say nothing. */
export async function readHead(
  start: Buffer,
): Promise<{ readonly from: string; readonly to: readonly string[]; readonly subject: string }> {
  const end = start.indexOf("\r\n\r\n");
  const mail = await readMail(end < 0 ? start : start.subarray(0, end + 4));
  const value = (name: string) => mail?.headers.find((one) => one.name.toLowerCase() === name)?.value ?? "";
  const mailboxes = (name: string) =>
    addressParser(value(name), { flatten: true }).flatMap(({ address }) => (address ? [address] : []));
  return { from: mailboxes("from")[0] ?? "", to: mailboxes("to"), subject: mail?.subject ?? "" };
}
