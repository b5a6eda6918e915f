import { hostname } from "node:os";
import { clockTime } from "../../base/clock.ts";
import { LetterpressError } from "../../base/errors.ts";
import { randomToken } from "../../base/token.ts";
import type { Holder } from "../../store/mailings.ts";

/** A name for one run, from which `isAlive` finds its process. */
export function newRunner(): string {
  return `${hostname()} ${process.pid} ${randomToken()}`;
}

/** Whether the process behind a runner's name lives. Of another machine nothing is known: its lease has to run out. */
export function isAlive(runner: string): boolean {
  const [host, pid] = runner.split(" ");
  if (host !== hostname()) return true;
  // A container that starts again gives its process the same number: that one is us, and the other is gone.
  if (Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (fault) {
    return (fault as { code?: unknown }).code === "EPERM";
  }
}

/** `process 4711 on desk` */
export function runnerWords(runner: string): string {
  const [host, pid] = runner.split(" ");
  return `process ${pid} on ${host}`;
}

export function heldBy({ runner, until }: Holder): LetterpressError {
  // Rounded up: at the minute that is named the lease is really over.
  const over = clockTime(until + 59_999);
  return new LetterpressError(
    "delivery/held",
    `This mailing is being sent at this moment by ${runnerWords(runner)}, which holds it until ${over} at least.`,
    "Watch it with: npx letterpress status. If that process has died, try again after then.",
  );
}
