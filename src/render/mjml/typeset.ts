import type { Problem } from "../../base/problem.ts";
import type { Setting } from "../context.ts";
import { expand } from "./expand.ts";
import { looseWords } from "./loose-words.ts";
import { compileMjml } from "./mjml.ts";
import { mjmlFaults, type Refused } from "./mjml-faults.ts";
import { ownPictures } from "./own-pictures.ts";
import { unclosedTags } from "./unclosed.ts";

/** The HTML of an issue, with the marks round its blocks, as far as it could be made. */
export interface Typeset {
  /** Undefined when nothing could be made at all. */
  readonly html?: string;
  readonly missing: Missing;
  readonly problems: readonly Problem[];
}

/** What a fault keeps out of the HTML. While anything is missing, the HTML is only there to be checked. */
export interface Missing {
  /** By index. */
  readonly blocks: ReadonlySet<number>;
  readonly frame: boolean;
}

/**
 * Fills the template and compiles it. One fault hides no other: a block that cannot be set is left out, and in place of a
 * frame that cannot be set stands a bare one, so that all the rest is looked at in the same run.
 */
export async function typeset(whole: Setting): Promise<Typeset> {
  const problems: Problem[] = [];
  let setting = whole;
  let blocks: ReadonlySet<number> = new Set();
  let frame = false;
  for (;;) {
    const expanded = expand(setting, blocks);
    problems.push(...expanded.problems);
    let missing: Missing = { blocks: expanded.leftOut, frame: expanded.mjml === undefined };
    if (expanded.mjml !== undefined) {
      const tried = await compiled(setting, expanded.mjml, expanded.leftOut);
      problems.push(...tried.problems);
      if ("html" in tried)
        return { html: tried.html, missing: { ...missing, frame }, problems: unique(problems) };
      missing = { blocks: new Set([...missing.blocks, ...tried.blocks]), frame: tried.inFrame };
    }
    const grown = missing.blocks.size > blocks.size || (missing.frame && !frame);
    blocks = missing.blocks;
    if (missing.frame) setting = withBareFrame(whole);
    frame ||= missing.frame;
    // Each round leaves out one thing more, so there is a last one.
    if (!grown) return { missing: { blocks, frame }, problems: unique(problems) };
  }
}

async function compiled(
  setting: Setting,
  mjml: string,
  leftOut: ReadonlySet<number>,
): Promise<{ readonly html: string; readonly problems: readonly Problem[] } | Refused> {
  const result = await compileMjml(mjml);
  const unclosed = unclosedTags(setting, mjml, leftOut);
  // A mistyped tag is not closed by the right one either, and its name is what is wrong with it.
  const mistyped = result.status === "faulty" && result.faults.some(({ message }) => /exist/.test(message));
  if (unclosed.ofMjml && !mistyped) return unclosed;
  const own = [
    ...(mistyped ? [] : unclosed.problems),
    ...ownPictures(setting, mjml, leftOut),
    ...looseWords(setting, mjml, leftOut),
  ];
  if (result.status === "compiled") return { html: result.html, problems: own };
  const refused = await mjmlFaults(setting, leftOut, result.faults);
  return { ...refused, problems: [...refused.problems, ...own] };
}

function withBareFrame(setting: Setting): Setting {
  const text = "<mjml><mj-body>\n{{#each blocks}}\n{{> block}}\n{{/each}}\n</mj-body></mjml>\n";
  const { template } = setting;
  return { ...setting, template: { ...template, frame: { ...template.frame, text } } };
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const one of problems) {
    // In a bare frame loose words stand in another tag.
    const key = JSON.stringify(one.code === "render/loose-words" ? one.at : one);
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}
