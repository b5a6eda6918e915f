import { followActs } from "./acts.js";
import { findInSource } from "./find-in-source.js";
import { watchFrame } from "./frames.js";
import { followGrip } from "./free-width.js";
import { followKeys } from "./keys.js";
import { followChanges } from "./live.js";
import { searchIssues } from "./sidebar.js";
import { followTurns } from "./turns.js";

document.documentElement.classList.add("scripted");
document.querySelector(".issues [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
followChanges();
for (const frame of document.querySelectorAll("iframe")) watchFrame(frame);
followTurns();
followActs();
followGrip();
followKeys();
searchIssues();
findInSource();
