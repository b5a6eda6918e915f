/**
 * By what an inbox on this machine is known. `greeting` stands in its first line, so a send can tell before it begins;
 * `kept` in its answer to a message, which the ledger keeps, so that `status` can tell afterwards.
 */
export const inboxWords = {
  greeting: "Letterpress inbox: nothing leaves this machine",
  kept: "OK: kept on this machine as",
} as const;
