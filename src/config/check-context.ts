import type { Config, ListConfig } from "./config.ts";
import { declaredIn } from "./known-names.ts";

/** What issues of this newsletter are checked against, as mail to the readers of one list (check/check-issue.ts). */
export function checkContext(config: Config, list: ListConfig) {
  const { root, images: hosting, dkim: signedBy, rules, clients } = config;
  const relayHosts = config.relays.flatMap((relay) => ("host" in relay ? [relay.host] : []));
  return {
    root,
    ...declaredIn(config),
    sender: list.sender,
    senderAt: list.senderAt,
    hosting,
    signedBy,
    relayHosts,
    rules,
    clients,
  };
}
