import { type MailClient, mailClients } from "../../model/mail-clients.ts";
import data from "./can-i-email.json" with { type: "json" };

/** The day of the data, `2026-05-13`: what programs did then. */
export const supportDay: string = data.updated;

/** What one program does with a feature. `partly` with what is missing, in the words of caniemail.com. */
export type Support =
  | { readonly status: "full" | "none" | "unknown" }
  | { readonly status: "partly"; readonly notes: readonly string[] };

interface Feature {
  /** In the order of `data.clients`: `y`, `n`, `a` in part, `u` unknown, and behind it the numbers of notes. */
  readonly support: readonly string[];
  readonly notes?: Readonly<Record<string, string>>;
}

/** What a program does with a feature of caniemail.com, by its name there: `css-display-flex`. */
export function supportOf(feature: string, client: MailClient): Support {
  const features: Readonly<Record<string, Feature>> = data.features;
  const { support, notes } = features[feature] ?? { support: [] };
  const [letter, ...numbers] = (support[mailClients.indexOf(client)] ?? "u").split(" ");
  if (letter === "y") return { status: "full" };
  if (letter === "n") return { status: "none" };
  if (letter !== "a") return { status: "unknown" };
  return { status: "partly", notes: numbers.flatMap((number) => notes?.[number] ?? []) };
}
