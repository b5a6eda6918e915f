import type { Profile } from "./profile.ts";

/** `email_list.….csv` in the archive of Substack's "Export", and the file of its subscriber dashboard. */
export const substack: Profile = {
  name: "substack",
  title: "Substack",
  recognises: (headers) =>
    headers.has("email") &&
    ((headers.has("activesubscription") && (headers.has("emaildisabled") || headers.has("expiry"))) ||
      (headers.has("stripeplan") && headers.has("startdate"))),
  columns: {
    email: "email",
    emaildisabled: "status",
    createdat: "signedUpAt",
    startdate: "signedUpAt",
    activesubscription: "ignored",
    expiry: "ignored",
    plan: "ignored",
    firstpaymentat: "ignored",
    stripeplan: "ignored",
    canceldate: "ignored",
    paidupgradedate: "ignored",
    type: "ignored",
    activity: "ignored",
  },
  statuses: { true: "unsubscribed", false: "confirmed" },
};
