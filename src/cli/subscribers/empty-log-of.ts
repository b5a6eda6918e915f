import type { Config } from "../../config/config.ts";
import { emptyLog } from "../../store/empty-log.ts";
import type { Store } from "../../store/store.ts";
import type { Terminal } from "../terminal.ts";

/** After somebody was forgotten: whether the log beside the store holds nothing of them any more, and how that is told when it may. */
export async function emptyLogOf(
  store: Store,
  config: Config,
): Promise<{ readonly isEmpty: boolean; warn(terminal: Terminal): void }> {
  const isEmpty = await emptyLog(store);
  return {
    isEmpty,
    warn(terminal) {
      if (isEmpty) return;
      terminal.note(
        `${terminal.style("yellow", "warning")} Another process has the store open, so the file ${config.store}-wal beside it may still hold the address. It is emptied when that process goes on writing, or ends.`,
      );
    },
  };
}
