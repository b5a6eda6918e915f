import type { Problem } from "../base/problem.ts";
import type { Asset, Edition } from "../model/edition.ts";
import { publicIssue } from "../model/public-issue.ts";
import { selectionOf } from "../model/selection.ts";
import type { Variant } from "../model/variant.ts";
import { type BlockExtent, type BlockSize, type RenderInput, renderIssue } from "../render/render-issue.ts";
import { pageOf } from "./page.ts";
import { findingsOf, type Rule, type RuleSubject } from "./rule.ts";

/** What came of an issue, see `CheckedIssue`. */
export interface CheckedEditions {
  readonly editions: readonly Edition[];
  readonly publicEdition?: Edition;
  readonly assets: readonly Asset[];
  readonly sizes: readonly BlockSize[];
  readonly extents: ReadonlyMap<string, readonly BlockExtent[]>;
  readonly problems: readonly Problem[];
}

/** Renders each variant once and lets the rules look at it; what is wrong with several of them is told once. */
export async function checkEditions(
  { forArchive, ...input }: Omit<RenderInput, "variant"> & { readonly forArchive: boolean },
  variants: readonly Variant[],
  {
    rules: looking,
    ...look
  }: Pick<RuleSubject, "earlier" | "relayHosts" | "senderAt" | "signedBy"> & {
    readonly rules: readonly Rule[];
  },
): Promise<CheckedEditions> {
  const editions: Edition[] = [];
  const assets = new Map<string, Asset>();
  const extents = new Map<string, readonly BlockExtent[]>();
  const problems = new Map<string, Problem>();
  const note = (one: Problem) => problems.set(JSON.stringify(one), one);
  let sizes: readonly BlockSize[] = [];
  for (const variant of variants) {
    const selection = selectionOf(input.issue, variant);
    // Nobody is sent a masthead and a footer: without an edition, a plan that has such readers is refused.
    if (selection.blocks.length === 0) continue;
    const rendered = await renderIssue({ ...input, variant });
    if (sizes.length === 0) sizes = rendered.sizes;
    const found = [...rendered.problems];
    if (rendered.edition !== undefined) {
      editions.push(rendered.edition);
      extents.set(variant.key, rendered.extents);
      const { issue, sender, images, template } = input;
      const { edition, extents: blocks } = rendered;
      const page = pageOf(edition.html, blocks);
      const { colours } = template.theme;
      found.push(
        ...findingsOf(looking, { ...look, issue, selection, edition, page, sender, images, colours }),
      );
    }
    found.forEach(note);
    for (const asset of rendered.assets) assets.set(asset.path, asset);
  }
  const open = forArchive ? publicIssue(input.issue) : undefined;
  const forAll = open && (await renderIssue({ ...input, ...open, isPublic: true }));
  forAll?.problems.forEach(note);
  for (const asset of forAll?.assets ?? []) assets.set(asset.path, asset);
  return {
    editions,
    ...(forAll?.edition === undefined ? {} : { publicEdition: forAll.edition }),
    assets: [...assets.values()],
    sizes,
    extents,
    problems: [...problems.values()],
  };
}
