import { type Clock, type Instant, minuteMs } from "../../base/clock.ts";

/** Says the same once a minute, by its first line: what is wrong with a store is wrong for every request. */
export function calmNote(note: (line: string) => void, clock: Clock): (line: string) => void {
  const saidAt = new Map<string, Instant>();
  return (line) => {
    const now = clock.now();
    const [first = ""] = line.split("\n", 1);
    if (now - (saidAt.get(first) ?? Number.NEGATIVE_INFINITY) < minuteMs) return;
    if (saidAt.size >= mostLines) saidAt.clear();
    saidAt.set(first, now);
    note(line);
  };
}

const mostLines = 100;
