import * as z from "zod";
import { parseAddress } from "../base/address.ts";

/** A domain as it stands in an address: small letters, A-labels. */
export const domainShape = z
  .string()
  .refine((text) => {
    const parsed = parseAddress(`bounce@${text}`);
    return parsed.status === "valid" && parsed.address.domain === text;
  }, "is not a domain name.\nWrite it like example.org.")
  .meta({ title: "domain" });
