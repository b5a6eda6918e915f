import { isAbsolute } from "node:path";
import * as z from "zod";

/**
 * Where a spamd of SpamAssassin listens: `mail.example.org`, `127.0.0.1:7830`, `[::1]:783`, or the path of a socket.
 */
export const spamdShape = z.string().transform((text, context) => {
  if (isAbsolute(text)) return { path: text };
  const [, inBrackets, name, port = "783"] =
    /^(?:\[([\da-f:]+)\]|([a-z0-9][a-z0-9.-]*))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const host = inBrackets ?? name;
  if (host !== undefined && Number(port) > 0 && Number(port) <= 65_535) return { host, port: Number(port) };
  context.addIssue({
    code: "custom",
    message: "is not where a spamd listens.\nWrite it like 127.0.0.1:783, or the whole path of its socket.",
  });
  return z.NEVER;
});
