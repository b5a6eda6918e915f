import { z } from "zod";
import { loginMethods, tlsVersions } from "../model/relay.ts";
import { nameShape } from "../source/sender-shapes.ts";
import { domainShape } from "./domain-shape.ts";
import { secretShape } from "./secret-shape.ts";

/** How the link to a relay is made, beyond host and port. */
export const linkShapes = {
  tls: z
    .strictObject({
      ca: nameShape.optional(),
      servername: domainShape.optional(),
      minVersion: z.enum(tlsVersions).optional(),
      rejectUnauthorized: z.boolean().optional(),
      cert: nameShape.optional(),
      key: nameShape.optional(),
    })
    .refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
      message: "has only one of cert and key.\nGive both files, or neither.",
    })
    .optional(),
  auth: z
    .strictObject({
      method: z.enum(loginMethods),
      accessToken: secretShape("access token").optional(),
    })
    .refine(({ method, accessToken }) => (method === "xoauth2") === (accessToken !== undefined), {
      message:
        "does not go together: xoauth2 needs an accessToken, and no other method has one.\nWrite {method: xoauth2, accessToken: {env: NAME}}.",
    })
    .optional(),
  helo: domainShape.optional(),
  localAddress: z
    .union([z.ipv4(), z.ipv6()], "is not an IP address.\nName one that this machine has.")
    .optional(),
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
  // Whoever stands in between could show any certificate, and would read the password: encryption alone is no protection.
  else if (tls?.rejectUnauthorized === false && !isLoopback)
    clashes.push([
      ["tls", "rejectUnauthorized"],
      "would let anybody on the way read the mail and the password.\nName the authority of the relay's certificate under ca instead.",
    ]);
  return clashes;
}
