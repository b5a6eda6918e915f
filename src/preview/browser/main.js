import { followActs } from "./acts.js";
import { followAudits } from "./audit.js";
import { followGroups } from "./blocks.js";
import { markCuts } from "./cuts.js";
import { findInSource } from "./find-in-source.js";
import { findReader } from "./find-reader.js";
import { watchFrame } from "./frames.js";
import { followGrip } from "./free-width.js";
import { followInspector } from "./inspector.js";
import { followKeys } from "./keys.js";
import { followChanges, refresh } from "./live.js";
import { letBeSeen } from "./seen.js";
import { searchIssues } from "./sidebar.js";
import { showTab } from "./tabs.js";
import { followTestMail } from "./test-mail.js";
import { followTurns } from "./turns.js";

const { at } = document.body.dataset;
// What is looked at, and how, stands in the address: of the bare one, too.
if (at) history.replaceState(null, "", at);
document.documentElement.classList.add("scripted");
letBeSeen(document.querySelector(".issues [aria-current]"));
followChanges();
followGroups();
followAudits();
for (const frame of document.querySelectorAll("iframe")) watchFrame(frame);
followInspector();
followTurns();
followActs();
followTestMail();
followGrip(keepWidth);
followKeys();
searchIssues();
findInSource();
findReader();
markCuts();
showTab();

/** @param {string} width */
function keepWidth(width) {
  const url = new URL(location.href);
  url.searchParams.set("width", width);
  history.replaceState(null, "", url);
  refresh();
}
