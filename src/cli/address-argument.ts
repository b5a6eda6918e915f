import { type Address, parseAddress } from "../base/address.ts";
import { LetterpressError } from "../base/errors.ts";

/** An address as somebody typed it behind a command. */
export function addressArgument(written: string): Address {
  const parsed = parseAddress(written);
  if (parsed.status === "valid") return parsed.address;
  throw new LetterpressError(
    "use/address",
    `${JSON.stringify(written)} is not an address: ${parsed.reason}.`,
    "Write it like ada@example.org.",
  );
}
