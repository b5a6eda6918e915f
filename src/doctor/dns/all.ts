import type { Examination } from "../examination.ts";
import { alignment } from "./alignment.ts";
import { dkim } from "./dkim.ts";
import { dmarc } from "./dmarc.ts";
import type { DnsSeen } from "./look-at-dns.ts";
import { bounceMail, fromMail, listIds } from "./mail.ts";
import { spf, spfLookups, spfRelays } from "./spf.ts";

/** What is looked at in DNS, in this order. */
export const ofDns: readonly Examination<DnsSeen>[] = [
  spf,
  spfLookups,
  spfRelays,
  dkim,
  dmarc,
  alignment,
  bounceMail,
  fromMail,
  listIds,
];
