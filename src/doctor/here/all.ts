import type { Examination } from "../examination.ts";
import { clock } from "./clock.ts";
import type { HereSeen } from "./look-here.ts";
import { config, node, relays, sender, templates } from "./program.ts";
import { dkimKeys, relaySecrets } from "./secrets.ts";
import { disk, store, storeLog, storeNewest, storeWhole } from "./store.ts";

/** What is looked at on this machine, in this order. */
export const ofHere: readonly Examination<HereSeen>[] = [
  node,
  config,
  sender,
  store,
  storeWhole,
  storeNewest,
  storeLog,
  disk,
  clock,
  dkimKeys,
  relays,
  relaySecrets,
  templates,
];
