import type { Profile } from "./profile.ts";

/**
 * "Export all members" of Ghost. Its labels are our tags; who is not subscribed to emails is a member who has left the
 * newsletter.
 */
export const ghost: Profile = {
  name: "ghost",
  title: "Ghost",
  recognises: (headers) => headers.has("email") && headers.has("subscribedtoemails"),
  columns: {
    email: "email",
    subscribedtoemails: "status",
    labels: "tags",
    createdat: "signedUpAt",
    deletedat: "unsubscribedAt",
    id: "ignored",
    note: "ignored",
    complimentaryplan: "ignored",
    stripecustomerid: "ignored",
    tiers: "ignored",
    giftid: "ignored",
  },
  statuses: { true: "confirmed", false: "unsubscribed" },
};
