import { markCuts } from "./cuts.js";
import { watchFrame } from "./frames.js";
import { followGrip } from "./free-width.js";
import { letBeSeen } from "./seen.js";
import { searchIssues } from "./sidebar.js";

/*
 * What the pages of an export need of a script. Without it they are whole: only frames have a height of their own, and
 * scroll.
 */
document.documentElement.classList.add("scripted");
letBeSeen(document.querySelector(".tabs [aria-current]"));
for (const frame of document.querySelectorAll("iframe")) watchFrame(frame);
followGrip();
searchIssues();
markCuts();
