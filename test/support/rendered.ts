import { formatProblem } from "../../src/base/problem.ts";
import { type Edition, fillSegments, type Slot } from "../../src/model/edition.ts";
import { renderIssue } from "../../src/render/render-issue.ts";
import type { Template } from "../../src/render/template/template.ts";
import { type GivenIssue, imageFile, issue, sender } from "./issue-builder.ts";
import { weeklyWith } from "./template-builder.ts";

const images = [imageFile(), imageFile({ src: "images/two-kings.png" })];

/** The findings of a render as an editor reads them. */
export async function findingsOf(given: GivenIssue, template?: Template): Promise<readonly string[]> {
  const set = template ?? (await weeklyWith());
  const { problems } = await renderIssue({ issue: issue(given), template: set, images, sender: sender() });
  return problems.map(formatProblem);
}

/** A render that must succeed. */
export async function editionFrom(given: GivenIssue, template?: Template): Promise<Edition> {
  const set = template ?? (await weeklyWith());
  const { edition, problems } = await renderIssue({
    issue: issue(given),
    template: set,
    images,
    sender: sender(),
  });
  if (edition === undefined) throw new Error(problems.map(formatProblem).join("\n"));
  return edition;
}

/** The HTML with each slot shown as `[place:name]`. */
export function htmlOf(edition: Edition): string {
  return fillSegments(edition.html, shownSlot);
}

export function textOf(edition: Edition): string {
  return fillSegments(edition.text, shownSlot);
}

function shownSlot({ place, value }: Slot): string {
  return `[${place}:${value.kind === "vote" ? value.option : value.name}]`;
}
