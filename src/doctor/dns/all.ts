import type { Examination } from "../examination.ts";
import { alignment } from "./alignment.ts";
import { dkim } from "./dkim.ts";
import { dmarc } from "./dmarc/dmarc.ts";
import type { DnsSeen } from "./look-at-dns.ts";
import { bounceMail, fromMail, listIds } from "./mx.ts";
import { server } from "./server.ts";
import { spf, spfLookups, spfRelays } from "./spf/spf.ts";

/** What is looked at in DNS, in this order. */
export const ofDns: readonly Examination<DnsSeen>[] = [
  server,
  ...[spf, spfLookups, spfRelays, dkim, dmarc, alignment, bounceMail, fromMail].map(whenAnswered),
  listIds,
];

/** Of servers that say nothing one finding tells, and not every examination again. */
function whenAnswered(examination: Examination<DnsSeen>): Examination<DnsSeen> {
  return {
    ...examination,
    judge: (seen) => (seen.silence === undefined ? examination.judge(seen) : []),
  };
}
