import type { Examination } from "./examination.ts";
import { ofDns } from "./dns/all.ts";
import { ofHere } from "./here/all.ts";
import { ofMail, ofSending } from "./probe/all.ts";
import { ofRelay } from "./relay/all.ts";
import { ofService } from "./service/all.ts";

/** Every examination, in the order in which they are shown; docs/doctor.md lists them. */
export const examinations: readonly Pick<Examination<never>, "id" | "why" | "helps">[] = [
  ...ofHere,
  ...ofRelay,
  ...ofDns,
  ...ofService,
  ...ofSending,
  ...ofMail,
];
