import type { Profile } from "./profile.ts";

/** The subscribers of Buttondown's "Export", with the names of its older and its present interface. */
export const buttondown: Profile = {
  name: "buttondown",
  title: "Buttondown",
  recognises: (headers) =>
    (headers.has("email") || headers.has("emailaddress")) &&
    headers.has("creationdate") &&
    (headers.has("type") || headers.has("subscribertype") || headers.has("metadata")),
  columns: {
    email: "email",
    emailaddress: "email",
    type: "status",
    subscribertype: "status",
    tags: "tags",
    metadata: "details",
    creationdate: "signedUpAt",
    ipaddress: "signedUpFrom",
    unsubscriptiondate: "unsubscribedAt",
    undeliverabilitydate: "bouncedAt",
    id: "ignored",
    notes: "ignored",
    source: "ignored",
  },
  statuses: {
    regular: "confirmed",
    premium: "confirmed",
    trialed: "confirmed",
    gifted: "confirmed",
    unpaid: "confirmed",
    churning: "confirmed",
    churned: "confirmed",
    past_due: "confirmed",
    unactivated: "unconfirmed",
    paused: "out",
    blocked: "out",
    removed: "unsubscribed",
    unsubscribed: "unsubscribed",
    undeliverable: "bounced",
    complained: "complained",
  },
};
