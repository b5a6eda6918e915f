import * as z from "zod";
import { domainShape } from "./domain-shape.ts";
import { secretShape } from "./secret-shape.ts";

/** What messages are signed with. RFC 6376 section 3.1: a selector is made of the labels of a domain name. */
export const dkimShape = z
  .array(
    z.strictObject({
      domain: domainShape.describe("The domain of the address in from, or one above it."),
      selector: z
        .string()
        .regex(
          /^(?=.{1,63}$)[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*$/,
          "is not a selector.\nUse small letters, digits and hyphens, as in news2026.",
        )
        .describe("The name of the key in DNS: <selector>._domainkey.<domain>."),
      key: secretShape("key").describe("Where the private key is, in PEM. It never stands in this file."),
    }),
  )
  .max(4, "has more than four keys.\nOne RSA key, or one RSA and one Ed25519, are usual.")
  .default([]);
