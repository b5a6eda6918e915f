import type { RowStatus } from "../row-status.ts";
import type { Profile } from "./profile.ts";

/**
 * "Export audience" of Mailchimp is an archive of several files, one for each status; no column says it. Those who left
 * have the column UNSUB_TIME, those whose address failed CLEAN_TIME. Times are UTC.
 */
export const mailchimp: Profile = {
  name: "mailchimp",
  title: "Mailchimp",
  recognises: (headers) => headers.has("leid") && headers.has("euid"),
  columns: {
    emailaddress: "email",
    tags: "tags",
    optintime: "signedUpAt",
    optinip: "signedUpFrom",
    confirmtime: "confirmedAt",
    confirmip: "confirmedFrom",
    unsubtime: "unsubscribedAt",
    cleantime: "bouncedAt",
    memberrating: "ignored",
    lastchanged: "ignored",
    leid: "ignored",
    euid: "ignored",
    notes: "ignored",
  },
  statuses: {
    subscribed: "confirmed",
    pending: "unconfirmed",
    unsubscribed: "unsubscribed",
    cleaned: "bounced",
    nonsubscribed: "out",
    "non-subscribed": "out",
    transactional: "out",
    archived: "out",
  },
  fileStatus,
  note: "Import every file of the archive: those of the people who left and whose addresses failed keep later imports from bringing them back.",
};

function fileStatus(file: string): RowStatus | undefined {
  const name = file.toLowerCase().replace(/^.*[\\/]/, "");
  if (/^non-?subscribed/.test(name) || name.startsWith("archived")) return "out";
  if (name.startsWith("unsubscribed")) return "unsubscribed";
  return name.startsWith("cleaned") ? "bounced" : undefined;
}
