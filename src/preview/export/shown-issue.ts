import { colorSchemes, type ColorScheme } from "../mail/color-scheme.ts";
import type { Comparison } from "./comparison.ts";
import { folderNames } from "./export-page.ts";
import type { IssueState, VariantMail } from "./issue-state.ts";
import type { Before, Source } from "./source.ts";

/** An issue as an export shows it. */
export interface ShownIssue {
  readonly source: Source;
  readonly state: IssueState;
  /** Left out when nothing is compared. */
  readonly comparison?: Comparison;
  readonly before?: Before;
  /** The name of its folder in `issues/` of the export. */
  readonly folder: string;
  /** Of each variant the name of its folder, by its key. */
  readonly variantFolders: ReadonlyMap<string, string>;
}

/** The views of a variant, in the order of their tabs. */
export const views = [
  "changes",
  "beside",
  "mail",
  "web",
  "inbox",
  "text",
  "source",
  "headers",
  "raw",
] as const;
export type View = (typeof views)[number];

/** A view in one of its lights; `no-pictures` is the light one without them. */
export const lights = [...colorSchemes, "no-pictures"] as const;
export type Light = ColorScheme | "no-pictures";

export function shownIssue(shown: Omit<ShownIssue, "variantFolders">): ShownIssue {
  return { ...shown, variantFolders: folderNames(shown.state.variants.map(({ key }) => key)) };
}

export function issueFolder({ folder }: ShownIssue): string {
  return `issues/${folder}`;
}

/** The path of a page in the export. */
export function viewPath(shown: ShownIssue, variant: string, view: View, light: Light = "light"): string {
  const file = light === "light" ? view : `${view}-${light}`;
  return `${issueFolder(shown)}/${shown.variantFolders.get(variant) ?? ""}/${file}.html`;
}

export function findingsPath(shown: ShownIssue): string {
  return `${issueFolder(shown)}/findings.html`;
}

/** What readers of a variant got before, when they get something else now. */
export function beforeOf({ comparison }: ShownIssue, variant: string): VariantMail | undefined {
  if (comparison?.status !== "changed" || !comparison.changed.includes(variant)) return undefined;
  return comparison.before.variants.find(({ key }) => key === variant)?.mail;
}

/** Where somebody begins to look at an issue: at what changed, or at what is wrong. */
export function firstPath(shown: ShownIssue): string {
  const { state, comparison } = shown;
  const made = state.variants.filter(({ mail }) => mail !== undefined);
  const changed = comparison?.status === "changed" ? [...comparison.changed, ...comparison.came] : [];
  const first = made.find(({ key }) => changed.includes(key)) ?? made[0];
  if (first === undefined) return findingsPath(shown);
  return viewPath(shown, first.key, beforeOf(shown, first.key) === undefined ? "mail" : "changes");
}
