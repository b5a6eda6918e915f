import type { Examination } from "../examination.ts";
import type { MailSeen } from "./look-at-mail.ts";
import { arrived, type ProbeSent, sent } from "./sending.ts";
import { dkim, listHeaders, signedHeaders } from "./signatures.ts";
import { dmarc, returnPath, spf } from "./verdicts.ts";

/** What is looked at of a test mail that was sent. */
export const ofSending: readonly Examination<ProbeSent>[] = [sent, arrived];

/** What is looked at of a test mail that arrived. */
export const ofMail: readonly Examination<MailSeen>[] = [
  dkim,
  signedHeaders,
  spf,
  dmarc,
  returnPath,
  listHeaders,
];
