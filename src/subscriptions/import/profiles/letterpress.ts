import { statusWords } from "../row-status.ts";
import type { Profile } from "./profile.ts";

/** What `subscribers export` writes: every value comes back as it was, those that look like formulas too. */
export const letterpress: Profile = {
  name: "letterpress",
  title: "Letterpress",
  recognises: (headers) =>
    ["email", "status", "tags", "signedupat", "changedat"].every((one) => headers.has(one)),
  columns: {
    email: "email",
    status: "status",
    tags: "tags",
    signedupat: "signedUpAt",
    changedat: "changedAt",
    pauseduntil: "pausedUntil",
  },
  statuses: statusWords,
};
