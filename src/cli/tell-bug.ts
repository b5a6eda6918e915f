import type { Terminal } from "./terminal.ts";

/** A fault that nobody but us can mend: its stack, to be reported. */
export function tellBug(terminal: Terminal, fault: unknown): void {
  const stack = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
  terminal.note(`${terminal.style("red", "bug")} Letterpress made a mistake. Please report this:\n${stack}`);
}
