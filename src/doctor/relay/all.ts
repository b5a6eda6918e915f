import type { Examination } from "../examination.ts";
import { extensions } from "./extensions.ts";
import { certificate, login, reachable, tls } from "./link.ts";
import type { RelaySeen } from "./look-at-relay.ts";
import { speed } from "./speed.ts";

/** What is looked at of each relay, in this order. */
export const ofRelay: readonly Examination<RelaySeen>[] = [
  reachable,
  tls,
  certificate,
  login,
  extensions,
  speed,
];
