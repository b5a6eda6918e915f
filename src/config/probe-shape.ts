import { resolve } from "node:path";
import * as z from "zod";
import { relaySecurities } from "../model/relay.ts";
import { addressShape, nameShape } from "../source/sender-shapes.ts";
import type { ProbeConfig } from "./config.ts";
import { hostShape, isLoopback } from "./host-shape.ts";
import { secretShape } from "./secret-shape.ts";

const notAPort = "is not a port.\nUse 993 with tls or 143 with starttls.";

const imap = z
  .strictObject({
    host: hostShape.describe("The name of the mail server."),
    port: z.int().min(1, notAPort).max(65_535, notAPort).optional().describe("993 with tls, 143 otherwise."),
    security: z
      .enum(relaySecurities)
      .default("tls")
      .describe("tls from the first byte, starttls, or none for a server on this machine."),
    user: nameShape.optional().describe("Who logs in; left out, the address."),
    password: secretShape("password").describe("Where the password is. It never stands in this file."),
    folder: nameShape.default("INBOX").describe("Where mail arrives. Folders for spam are looked into, too."),
  })
  .refine(({ host, security }) => security !== "none" || isLoopback(host), {
    path: ["security"],
    error:
      "would send the password in plain text.\nUse tls or starttls; none is for a server on this machine.",
  });

/** `probe` of the configuration: where `letterpress doctor --probe` sends its test mail, and how it is read there. */
export const probeShape = z.strictObject({
  address: addressShape.describe("An address of yours, best at Gmail or Outlook."),
  imap: imap.optional().describe("How its mailbox is read; left out, you save the mail yourself."),
});

/** A password's file is found from `root`. */
export function toProbe({ address, imap: written }: z.output<typeof probeShape>, root: string): ProbeConfig {
  if (written === undefined) return { address };
  const { host, port, security, user = address, password, folder } = written;
  const place = "file" in password ? { file: resolve(root, password.file) } : password;
  const usual = security === "tls" ? 993 : 143;
  return { address, imap: { host, port: port ?? usual, security, user, folder, password: place } };
}
