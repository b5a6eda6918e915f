import type { Migration } from "kysely/migration";
import * as firstTables from "./001-first-tables.ts";
import * as tagsAndPartialMailings from "./002-tags-and-partial-mailings.ts";
import * as controls from "./003-controls.ts";
import * as pace from "./004-pace.ts";
import * as relayOfADelivery from "./005-relay-of-a-delivery.ts";
import * as commits from "./006-commits.ts";
import * as stopReason from "./007-stop-reason.ts";
import * as measuredSince from "./008-measured-since.ts";
import * as waitsAndCopies from "./009-waits-and-copies.ts";
import * as consent from "./010-consent.ts";
import * as signUps from "./011-sign-ups.ts";
import * as archiveAndVotes from "./012-archive-and-votes.ts";
import * as erasedLinks from "./013-erased-links.ts";
import * as voteCounts from "./014-vote-counts.ts";
import * as linkKeys from "./015-link-keys.ts";
import * as mailboxes from "./016-mailboxes.ts";
import * as splitTokens from "./017-split-tokens.ts";

/** Every migration by name, in the order of the names. */
export const migrations: Readonly<Record<string, Migration>> = {
  "001-first-tables": firstTables,
  "002-tags-and-partial-mailings": tagsAndPartialMailings,
  "003-controls": controls,
  "004-pace": pace,
  "005-relay-of-a-delivery": relayOfADelivery,
  "006-commits": commits,
  "007-stop-reason": stopReason,
  "008-measured-since": measuredSince,
  "009-waits-and-copies": waitsAndCopies,
  "010-consent": consent,
  "011-sign-ups": signUps,
  "012-archive-and-votes": archiveAndVotes,
  "013-erased-links": erasedLinks,
  "014-vote-counts": voteCounts,
  "015-link-keys": linkKeys,
  "016-mailboxes": mailboxes,
  "017-split-tokens": splitTokens,
};
