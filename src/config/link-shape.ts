import * as z from "zod";
import { loginMethods, tlsVersions } from "../model/relay.ts";
import { nameShape } from "../source/sender-shapes.ts";
import { domainShape } from "./domain-shape.ts";
import { secretShape } from "./secret-shape.ts";

/** How the link to a relay is made, beyond host and port. */
export const linkShapes = {
  tls: z
    .strictObject({
      ca: nameShape
        .optional()
        .describe(
          "A PEM file with the only authority whose certificates count; left out, those that this machine trusts.",
        ),
      servername: domainShape
        .optional()
        .describe("The name that the certificate is for, where it is not host."),
      minVersion: z.enum(tlsVersions).optional().describe("The oldest TLS that is spoken."),
      rejectUnauthorized: z
        .boolean()
        .optional()
        .describe("false takes any certificate: only for a relay on this machine."),
      cert: nameShape
        .optional()
        .describe("Who we are, for a relay that asks: a PEM file with the certificate."),
      key: nameShape.optional().describe("The PEM file with its private key, which only its owner can read."),
    })
    .refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
      message: "has only one of cert and key.\nGive both files, or neither.",
    })
    .optional()
    .describe("What is asked of the encryption."),
  auth: z
    .strictObject({
      method: z.enum(loginMethods).describe("The only way to log in that is tried."),
      accessToken: secretShape("access token")
        .optional()
        .describe("For xoauth2: where the access token is, instead of a password."),
    })
    .refine(({ method, accessToken }) => (method === "xoauth2") === (accessToken !== undefined), {
      message:
        "does not go together: xoauth2 needs an accessToken, and no other method has one.\nWrite {method: xoauth2, accessToken: {env: NAME}}.",
    })
    .optional()
    .describe("How to log in, where the first way that the relay offers is not the right one."),
  helo: domainShape.optional().describe("What we call ourselves (EHLO); left out, the name of this machine."),
  localAddress: z
    .union([z.ipv4(), z.ipv6()], "is not an IP address.\nName one that this machine has.")
    .optional()
    .describe("The address of this machine that connections go out from."),
};

interface Link {
  readonly security?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: unknown;
  readonly auth?: { readonly method: string } | undefined;
  readonly tls?: { readonly rejectUnauthorized?: boolean | undefined } | undefined;
}

/** What does not go together in the link of one relay: the path below it, and a sentence with its remedy. */
export function linkClashes(link: Link, isLoopback: boolean): readonly (readonly [string[], string])[] {
  const { security = "starttls", user, password, auth, tls } = link;
  const clashes: (readonly [string[], string])[] = [];
  if (auth?.method === "xoauth2") {
    if (password !== undefined) clashes.push([["password"], "is not used with xoauth2.\nRemove it."]);
    if (user === undefined) clashes.push([["auth"], 'needs a "user" beside it.\nAdd it to the relay.']);
  } else if ((user === undefined) !== (password === undefined))
    clashes.push([[], "has only one of user and password.\nGive both, or neither."]);
  else if (auth !== undefined && user === undefined)
    clashes.push([
      ["auth"],
      "has no user and password to log in with.\nAdd them to the relay, or remove auth.",
    ]);
  if (security === "none" && !isLoopback)
    clashes.push([
      ["security"],
      "would send mail and password unprotected over the network.\nUse starttls or tls.",
    ]);
  if (security === "none" && tls !== undefined)
    clashes.push([["tls"], "is not used with the security none.\nRemove it, or use starttls or tls."]);
  // Whoever stands in between could show any certificate, and would read the password: encryption alone is no
  // protection.
  else if (tls?.rejectUnauthorized === false && !isLoopback)
    clashes.push([
      ["tls", "rejectUnauthorized"],
      "would let anybody on the way read the mail and the password.\nName the authority of the relay's certificate under ca instead.",
    ]);
  return clashes;
}
