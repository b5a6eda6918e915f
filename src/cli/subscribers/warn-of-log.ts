import type { Config } from "../../config/config.ts";
import type { Terminal } from "../terminal.ts";

/**
 * After somebody was forgotten: tells where they may still be for a while, unless the log beside the store could be
 * emptied.
 */
export function warnOfLog(terminal: Terminal, { store }: Config, isLogEmpty: boolean): void {
  if (isLogEmpty) return;
  terminal.note(
    `${terminal.style("yellow", "warning")} Another process has the store open, so the file ${store}-wal beside it may still hold the address. It is emptied when that process goes on writing, or ends.`,
  );
}
