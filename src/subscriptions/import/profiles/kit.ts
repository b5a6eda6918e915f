import type { Profile } from "./profile.ts";

/** The subscribers of Kit (ConvertKit). `cold` ones agreed and do not open; `inactive` is who has not confirmed. */
export const kit: Profile = {
  name: "kit",
  title: "Kit",
  recognises: (headers) =>
    (headers.has("email") || headers.has("emailaddress")) &&
    headers.has("firstname") &&
    headers.has("createdat") &&
    (headers.has("state") || headers.has("status")),
  columns: {
    email: "email",
    emailaddress: "email",
    state: "status",
    status: "status",
    createdat: "signedUpAt",
    tags: "tags",
    id: "ignored",
  },
  statuses: {
    active: "confirmed",
    confirmed: "confirmed",
    cold: "confirmed",
    inactive: "unconfirmed",
    unconfirmed: "unconfirmed",
    cancelled: "unsubscribed",
    canceled: "unsubscribed",
    unsubscribed: "unsubscribed",
    bounced: "bounced",
    complained: "complained",
  },
};
