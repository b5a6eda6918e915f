import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { readInside } from "../../base/read-inside.ts";
import { linkAsker } from "../../check/outside/online/link-asker.ts";
import { linkMemory } from "../../check/outside/online/link-memory.ts";
import { onlineCheck } from "../../check/outside/online/online-check.ts";
import { whyUnasked } from "../../check/outside/online/why-unasked.ts";
import type { OutsideCheck } from "../../check/outside/outside-check.ts";
import type { Config } from "../../config/config.ts";
import { version } from "../package.ts";
import type { Terminal } from "../terminal.ts";
import { writeInside } from "../write-inside.ts";

/** What addresses came to, below the newsletter's folder; git ignores the folder that it lies in. */
const file = join(".letterpress", "links.json");
const mostBytes = 16 * 1024 * 1024;

/** A site has ten seconds; many take five, none is waited for half a minute. */
const timeoutMs = 10_000;
const pauseMs = 500;
const atOnce = 8;

/**
 * `check --online`: asks for links, with a line on the screen that says how far. What is learnt of each issue is kept
 * for the next run.
 */
export async function askOnline(terminal: Terminal, config: Config): Promise<OutsideCheck> {
  const { skip, keepMs, intranet } = config.online;
  const { siteUrl } = config.lists[0].sender;
  const kept = await readInside(config.root, file, mostBytes);
  const memory = linkMemory(kept.status === "read" ? kept.text : "", keepMs);
  const asker = linkAsker({
    memory,
    clock: systemClock,
    userAgent: `Letterpress/${version()} (checks the links of a newsletter; +${siteUrl})`,
    timeoutMs,
    pauseMs,
    atOnce,
    intranet,
    // A machine of one's own network is told where it is asked, so here it passes.
    whyUnasked: (url) => whyUnasked(url, { siteUrl, skip, intranet: true }),
    isOwn: (url) => url.startsWith(`${siteUrl}/`),
    onProgress({ done, of }) {
      if (terminal.screen) terminal.overwrite(done < of ? `asked for ${done} of ${of} addresses` : "");
    },
  });
  const check = onlineCheck(asker, { skip, intranet });
  return {
    rules: check.rules,
    async ask(subject) {
      const answer = await check.ask(subject);
      const written = await writeInside(config.root, file, memory.text(systemClock.now()));
      if (written.status === "written") return answer;
      const unkept = `What was asked cannot be kept for the next run in ${file}: ${written.why}.`;
      return { ...answer, notes: [...answer.notes, unkept] };
    },
  };
}
