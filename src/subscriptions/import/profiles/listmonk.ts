import type { Profile } from "./profile.ts";

/** "Export" of listmonk's subscribers. Attributes with the name of a declared field are taken over. */
export const listmonk: Profile = {
  name: "listmonk",
  title: "listmonk",
  recognises: (headers) =>
    headers.has("uuid") && headers.has("email") && headers.has("attributes") && headers.has("status"),
  columns: {
    email: "email",
    status: "status",
    attributes: "details",
    createdat: "signedUpAt",
    uuid: "ignored",
    updatedat: "ignored",
  },
  statuses: {
    enabled: "confirmed",
    disabled: "out",
    blocklisted: "unsubscribed",
    blacklisted: "unsubscribed",
  },
  note: "A file of listmonk does not say who is unconfirmed on a list or has left it. Export those whose subscription is confirmed, and import those who left with a column status that says unsubscribed.",
};
