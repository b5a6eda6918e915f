import { parseAddress } from "../../base/address.ts";
import { type Instant, isoInstant, parseInstant } from "../../base/clock.ts";
import { printable } from "../../base/printable.ts";
import { consentTypes, isNetwork } from "../../model/consent.ts";
import type { HistoricEvent } from "../../store/consent-history.ts";

export type ConsentLine =
  | { readonly status: "read"; readonly event: HistoricEvent }
  | { readonly status: "refused"; readonly because: string };

/** Reads a line of the consent log as an export writes it. */
export function parseConsentLine(
  line: string,
  { lists, now }: { readonly lists: readonly string[]; readonly now: Instant },
): ConsentLine {
  const said = objectIn(line);
  if (said === undefined) return refused("it is no JSON object");
  const text = (name: string) => {
    const value = said.get(name);
    return typeof value === "string" ? printable(value).slice(0, longest) : undefined;
  };
  const address = parseAddress(text("email") ?? "");
  if (address.status === "invalid") return refused(`its email cannot be used: ${address.reason}`);
  const list = text("list");
  if (said.has("list") && (list === undefined || !lists.includes(list)))
    return refused(`letterpress.yaml has no list ${JSON.stringify(said.get("list"))}`);
  const type = consentTypes.find((one) => one === said.get("type"));
  if (type === undefined) return refused(`its type is none of ${consentTypes.join(", ")}`);
  const at = parseInstant(text("at") ?? "");
  // As an export writes it, so that a day without a time is not taken for midnight.
  if (at === undefined || isoInstant(at) !== said.get("at"))
    return refused("its time is not written as an export does");
  if (at > now) return refused("its time is still to come");
  const source = text("source");
  if (source === undefined || source === "") return refused("it has no source");
  const network = text("network");
  if (network !== undefined && !isNetwork(network))
    return refused("its network is none, such as 192.0.2.0/24 or 2001:db8:1::/48");
  const textVersion = text("textVersion");
  return {
    status: "read",
    event: {
      key: address.address.key,
      type,
      at,
      source,
      ...(list === undefined ? {} : { list }),
      ...(textVersion === undefined ? {} : { textVersion }),
      ...(network === undefined ? {} : { network }),
      ...detailIn(said.get("detail")),
    },
  };
}

function objectIn(line: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return new Map(Object.entries(value));
  } catch {
    return undefined;
  }
}

function detailIn(value: unknown): { readonly detail?: Readonly<Record<string, string>> } {
  if (typeof value !== "object" || value === null) return {};
  const texts = Object.entries(value).flatMap(([name, one]) =>
    typeof one === "string"
      ? [[printable(name).slice(0, longest), printable(one).slice(0, longest)] as const]
      : [],
  );
  return texts.length === 0 ? {} : { detail: Object.fromEntries(texts.slice(0, mostDetails)) };
}

function refused(because: string): ConsentLine {
  return { status: "refused", because };
}

const longest = 500;
const mostDetails = 20;
