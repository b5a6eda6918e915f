import { type Instant, isoInstant } from "../../base/clock.ts";
import { type Html, html } from "../page/html.ts";
import type { ArrivedMail } from "./mail-folder.ts";

/** Who a mail is for; of many the first few. */
export function recipientWords({ to }: ArrivedMail): string {
  const [shown, rest] = [to.slice(0, mostNamed), to.length - mostNamed];
  if (to.length === 0) return "nobody";
  return rest > 0 ? `${shown.join(", ")} and ${rest.toLocaleString("en")} more` : shown.join(", ");
}

/** When it arrived. */
export function timeOf({ at }: ArrivedMail): Html {
  return html`<time datetime="${isoInstant(at)}">${localTime(at)}</time>`;
}

/** `2026-09-01 07:30` on this machine: Sweden writes it so. */
function localTime(at: Instant): string {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short" }).format(at);
}

const mostNamed = 5;
