import type { Profile } from "./profile.ts";

/** The subscribers of beehiiv's "Export data", in both sizes. `inactive` is what it calls somebody who has left. */
export const beehiiv: Profile = {
  name: "beehiiv",
  title: "beehiiv",
  recognises: (headers) =>
    headers.has("email") &&
    headers.has("status") &&
    ["subscriptiontier", "subscriptionpremiumtiers", "totalclicked", "openrate", "clickrate"].some((name) =>
      headers.has(name),
    ),
  columns: {
    email: "email",
    status: "status",
    createdat: "signedUpAt",
    created: "signedUpAt",
    subscribedat: "signedUpAt",
    unsubscribedat: "unsubscribedAt",
    tags: "tags",
    id: "ignored",
    subscriptiontier: "ignored",
    lastopenedat: "ignored",
    openrate: "ignored",
    clickrate: "ignored",
    totalclicked: "ignored",
  },
  statuses: {
    active: "confirmed",
    validating: "unconfirmed",
    pending: "unconfirmed",
    needs_attention: "out",
    paused: "out",
    inactive: "unsubscribed",
    unsubscribed: "unsubscribed",
    invalid: "bounced",
    bounced: "bounced",
    complained: "complained",
  },
};
