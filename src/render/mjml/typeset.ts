import type { Problem } from "../../base/problem.ts";
import type { Setting } from "../context.ts";
import { mendTemplate } from "../template/mend/mend-template.ts";
import { type Expanded, expand, frameIndex } from "./expand.ts";
import { looseWords } from "./loose-words.ts";
import { mjmlFaults, type Refused } from "./mjml-faults.ts";
import { ownPictures } from "./own-pictures.ts";
import { toldOnce } from "./told-once.ts";
import { unclosedTags } from "./unclosed.ts";

/** The HTML of an issue, with the marks round its blocks, as far as it could be made. */
export interface Typeset {
  /** Undefined when nothing could be made at all. */
  readonly html?: string;
  readonly missing: Missing;
  readonly problems: readonly Problem[];
}

/** What a fault keeps out of the HTML, or may. While anything is missing, the HTML is only there to be checked. */
export interface Missing {
  /** By index. */
  readonly blocks: ReadonlySet<number>;
  readonly frame: boolean;
}

/**
 * Fills the template and compiles it. One fault hides no other: what can be mended is mended and looked at further, a
 * block that cannot be set is left out, and in place of a frame that cannot be set stands a bare one, so that all is
 * told in one run.
 */
export async function typeset(whole: Setting): Promise<Typeset> {
  const { issue, template: written } = whole;
  const mended = mendTemplate(
    written,
    issue.blocks.map(({ kind }) => kind),
  );
  const problems: Problem[] = [...mended.problems];
  const told = () => toldOnce(problems.map(mended.asWritten));
  let setting: Setting = { ...whole, template: mended.template };
  let leftOut: ReadonlySet<number> = new Set();
  const doubtful = new Set(
    issue.blocks.keys().filter((index) => {
      const part = written.parts.get(issue.blocks[index]?.kind ?? "");
      return part !== undefined && mended.isMended(part);
    }),
  );
  let frame = mended.isMended(written.frame);
  let bare = false;
  for (;;) {
    const expanded = expand(setting, leftOut);
    setting = { ...setting, template: expanded.template };
    const tried = await compiled(setting, expanded);
    problems.push(...expanded.problems, ...tried.problems);
    for (const index of [...expanded.mended, ...tried.doubtful]) doubtful.add(index);
    frame ||= expanded.frameMended || tried.inFrame || doubtful.delete(frameIndex);
    const grown = tried.blocks.size > leftOut.size;
    leftOut = tried.blocks;
    // In a frame that had to be mended blocks may stand where they mean something else.
    if (tried.html !== undefined && !(frame && !bare))
      return { html: tried.html, missing: { blocks: doubtful.union(leftOut), frame }, problems: told() };
    // Each round leaves out one thing more, so there is a last one.
    if (!grown && (bare || !frame))
      return { missing: { blocks: doubtful.union(leftOut), frame }, problems: told() };
    if (frame && !bare) setting = withBareFrame(setting);
    bare ||= frame;
  }
}

interface Tried extends Refused {
  readonly html?: string;
  /** The blocks in which tags have no end, and the frame's index: what is lost in them means nothing. */
  readonly doubtful: readonly number[];
}

async function compiled(setting: Setting, expanded: Expanded): Promise<Tried> {
  const { mjml, leftOut, unpaired } = expanded;
  const unclosed = unclosedTags(setting, expanded, leftOut);
  const doubtful = [...unpaired].flatMap(([index, tags]) =>
    tags.some(({ name, meant }) => name.startsWith("mj") && meant === undefined) ? [index] : [],
  );
  if (mjml === undefined) return { problems: unclosed, blocks: leftOut, inFrame: true, doubtful };
  const compiling = setting.compileMjml(mjml);
  // Where MJML runs in a thread, this is looked at meanwhile.
  const own = [
    ...unclosed,
    ...ownPictures(setting, mjml, leftOut),
    ...looseWords(setting, mjml, leftOut, doubtful),
  ];
  const result = await compiling;
  if (result.status === "compiled")
    return { html: result.html, problems: own, blocks: leftOut, inFrame: false, doubtful };
  const refused = await mjmlFaults(setting, leftOut, result.faults, doubtful);
  const blocks = new Set([...leftOut, ...refused.blocks]);
  return { ...refused, blocks, problems: [...refused.problems, ...own], doubtful };
}

function withBareFrame(setting: Setting): Setting {
  const text = "<mjml><mj-body>\n{{#each blocks}}\n{{> block}}\n{{/each}}\n</mj-body></mjml>\n";
  const { template } = setting;
  return { ...setting, template: { ...template, frame: { ...template.frame, text } } };
}
