import * as z from "zod";
import { parseAddress } from "../base/address.ts";

/** What the configuration and an issue say of a sender. */

/** A name as it was written: one line, since names go into headers, where a line break would begin another header. */
export const writtenName = z
  .string()
  .regex(/\S/, "is empty.\nWrite it, or leave the key out.")
  .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text.trim()), "goes over several lines.\nWrite it on one.");

export const nameShape = writtenName.transform((text) => text.trim());

/** An address that mail can come from and be answered to. */
export const addressShape = z.string().superRefine((text, context) => {
  const parsed = parseAddress(text);
  const refuse = (message: string) => context.addIssue({ code: "custom", message });
  if (parsed.status === "invalid")
    refuse(`is not an address: ${parsed.reason}.\nWrite it like news@example.org.`);
  // Where SMTPUTF8 is not offered, nobody could send from such an address or answer it.
  else if (parsed.address.needsUtf8)
    refuse("is not ASCII before the @, which many mail servers refuse.\nUse plain letters there.");
});
