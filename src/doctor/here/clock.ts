import { isoInstant } from "../../base/clock.ts";
import { durationWords } from "../../base/duration-words.ts";
import { type Examination, good, problem } from "../examination.ts";
import type { HereSeen } from "./look-here.ts";

export const clock: Examination<Pick<HereSeen, "now" | "store">> = {
  id: "here/clock",
  why: "With a wrong clock mails are dated wrong, signatures lie in the future, and a pause or a scheduled send ends at the wrong time.",
  helps: "Set the clock of this machine, and let it be kept right: timedatectl set-ntp true",
  judge({ now, store }) {
    const says = `It is ${isoInstant(now)}.`;
    const newest = store.status === "open" ? store.newestAt : undefined;
    if (newest === undefined) return [good(says)];
    if (newest > now + tolerance)
      return [
        problem(
          `${says} The newest entry of the store is from ${isoInstant(newest)}, ${durationWords(newest - now)} later: this clock is behind, or it was ahead then.`,
        ),
      ];
    return [good(`${says} Nothing in the store is later.`)];
  },
};

/** Clocks of two machines that share a store are never quite the same. */
const tolerance = 60_000;
