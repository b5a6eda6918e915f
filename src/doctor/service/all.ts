import type { Examination } from "../examination.ts";
import { certificate, clock, get, health, oneClick, privacy, reachable } from "./answers.ts";
import type { ServiceSeen } from "./look-at-service.ts";

/** What is looked at of the readers' service, in this order. */
export const ofService: readonly Examination<ServiceSeen>[] = [
  reachable,
  certificate,
  oneClick,
  get,
  privacy,
  health,
  clock,
];
