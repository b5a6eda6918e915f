import { afterEach, beforeEach, describe } from "@jest/globals";
import type { TempStore } from "../support/temp-store.ts";
import { adoptContract } from "./contract-adopt.ts";
import { archiveContract } from "./contract-archive.ts";
import { audienceContract } from "./contract-audience.ts";
import { consentContract } from "./contract-consent.ts";
import { freezeContract } from "./contract-freeze.ts";
import { leaseContract } from "./contract-lease.ts";
import { ledgerContract } from "./contract-ledger.ts";
import { pagesContract } from "./contract-pages.ts";
import { partContract } from "./contract-part.ts";
import { readersContract } from "./contract-readers.ts";
import { remainingContract } from "./contract-remaining.ts";
import { scheduleContract } from "./contract-schedule.ts";
import { stopContract } from "./contract-stop.ts";
import { tagsContract } from "./contract-tags.ts";
import { usageContract } from "./contract-usage.ts";
import { votesContract } from "./contract-votes.ts";

/** What every database must do for Letterpress. `open` makes an empty store with the lists weekly and monthly. */
export function storeContract(name: string, open: () => Promise<TempStore>): void {
  describe(`the store on ${name}`, () => {
    let temp: TempStore;

    beforeEach(async () => {
      temp = await open();
    });

    afterEach(async () => temp[Symbol.asyncDispose]());

    readersContract(() => temp);
    consentContract(() => temp);
    tagsContract(() => temp);
    audienceContract(() => temp);
    freezeContract(() => temp);
    partContract(() => temp);
    leaseContract(() => temp);
    stopContract(() => temp);
    adoptContract(() => temp);
    ledgerContract(() => temp);
    pagesContract(() => temp);
    usageContract(() => temp);
    remainingContract(() => temp);
    scheduleContract(() => temp);
    archiveContract(() => temp);
    votesContract(() => temp);
  });
}
