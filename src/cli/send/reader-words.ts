import type { Delivery } from "../../model/mailing.ts";

/** Who it is, to a person: one who was erased since has no address any more. */
export function readerWords({ email, subscriber }: Pick<Delivery, "email" | "subscriber">): string {
  return email ?? `subscriber ${subscriber}, removed since`;
}

/** Through which relay the last message to a reader went, behind other words; nothing of the `usual` one. */
export function throughWords({ relay }: Pick<Delivery, "relay">, usual: string | undefined): string {
  return relay !== undefined && relay !== usual ? `, through the relay ${relay}` : "";
}
