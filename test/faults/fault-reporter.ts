import { openRows, takeRows } from "./fault-rows.ts";
import { faultTable } from "./fault-table.ts";

/** Jest's reporter of what the faults did to the readers: one table after everything else. */
export default class FaultReporter {
  onRunStart(): void {
    openRows();
  }

  onRunComplete(): void {
    const rows = takeRows();
    if (rows.length > 0)
      process.stdout.write(`\nWhat the readers got after each fault:\n\n${faultTable(rows)}\n`);
  }
}
