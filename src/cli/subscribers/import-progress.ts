import type { Clock, Instant } from "../../base/clock.ts";
import { durationWords } from "../../base/duration-words.ts";
import { countOf } from "../newsletter.ts";
import type { Terminal } from "../terminal.ts";

const barWidth = 28;
const redrawMs = 100;
const lineMs = 5_000;

/**
 * Shows how far a file is read: a bar on a screen, a line every few seconds elsewhere. `size` is that of the file in
 * bytes.
 */
export function importProgress(
  terminal: Terminal,
  clock: Clock,
  size: number | undefined,
): { show(rows: number, bytes: number): void; clear(): void } {
  const startedAt = clock.now();
  let shownAt: Instant = startedAt;
  return {
    show(rows, bytes) {
      const now = clock.now();
      if (now - shownAt < (terminal.screen ? redrawMs : lineMs)) return;
      shownAt = now;
      const line = progressLine(rows, bytes, size, now - startedAt);
      if (terminal.screen) terminal.overwrite(line.slice(0, terminal.columns - 1));
      else terminal.note(line);
    },
    clear() {
      if (terminal.screen) terminal.overwrite("");
    },
  };
}

function progressLine(rows: number, bytes: number, size: number | undefined, elapsedMs: number): string {
  const seconds = Math.max(elapsedMs / 1_000, 0.001);
  const rate = `${countOf(rows, "row")}  ${Math.round(rows / seconds).toLocaleString("en")}/s`;
  if (size === undefined || size === 0) return rate;
  const part = Math.min(bytes / size, 1);
  const full = Math.round(barWidth * part);
  const left = part > 0 && part < 1 ? `, ${durationWords((elapsedMs * (1 - part)) / part)} left` : "";
  return `${"█".repeat(full)}${"░".repeat(barWidth - full)} ${Math.floor(part * 100)} %  ${rate}${left}`;
}
