import type { Position } from "../base/problem.ts";
import type { Line, Prose } from "./prose.ts";

/** The kinds of block an issue may hold. A template has one partial for each. */
export const blockKinds = ["letter", "feature", "poll", "briefs", "sponsor", "signoff"] as const;
export type BlockKind = (typeof blockKinds)[number];

export const issueStatuses = ["draft", "ready"] as const;
export type IssueStatus = (typeof issueStatuses)[number];

/** One edition's content as written: validated, every part with its place in the file. */
export interface Issue {
  /** The name of the file without its ending: `2025-02-14-musk-vs-altman`. Stable; a mailing is tied to it. */
  readonly id: string;
  readonly subject: Line;
  /** The line that mail programs show behind the subject. */
  readonly preheader: Line;
  readonly number?: number;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly status: IssueStatus;
  /** The name of a folder below `templates/`. */
  readonly template: string;
  /** Where the file names its template; undefined for issues that no file was read for. */
  readonly templateAt?: Position;
  /** A BCP 47 tag: `en`, `pt-BR`. */
  readonly language: string;
  /** Where the file says its language; undefined for issues that no file was read for. */
  readonly languageAt?: Position;
  readonly direction: "ltr" | "rtl";
  readonly blocks: readonly Block[];
  readonly at: Position;
}

/** A picture in the issue's folder. `src` is as written; `ImageFile` holds what was read from the disk. */
export interface Image {
  readonly src: string;
  /** Empty for decoration. */
  readonly alt: string;
  readonly credit?: string;
  readonly at: Position;
}

/** A picture that was found and measured. */
export interface ImageFile {
  readonly src: string;
  readonly bytes: Buffer;
  /** `image/png` and the like. */
  readonly contentType: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

interface BlockBase<Kind extends BlockKind> {
  readonly kind: Kind;
  /** The place of the block's kind in the file. */
  readonly at: Position;
}

export interface LetterBlock extends BlockBase<"letter"> {
  readonly body: Prose;
}

export interface FeatureBlock extends BlockBase<"feature"> {
  readonly title: Line;
  readonly url?: Line;
  readonly image?: Image;
  readonly body: Prose;
}

export interface PollOption {
  /** Lower-case letters, digits and hyphens; part of the vote link. */
  readonly id: string;
  readonly title: Line;
  readonly body: Prose;
  readonly at: Position;
}

export interface PollBlock extends BlockBase<"poll"> {
  readonly id: string;
  readonly question: Line;
  readonly options: readonly PollOption[];
}

export interface Brief {
  readonly title: Line;
  readonly url?: Line;
  readonly source?: Line;
  readonly body: Prose;
  readonly at: Position;
}

export interface BriefsBlock extends BlockBase<"briefs"> {
  readonly title?: Line;
  readonly items: readonly Brief[];
}

export interface SponsorBlock extends BlockBase<"sponsor"> {
  readonly name: Line;
  readonly url: Line;
  readonly image?: Image;
  readonly body: Prose;
}

export interface SignoffBlock extends BlockBase<"signoff"> {
  readonly body: Prose;
}

export type Block = LetterBlock | FeatureBlock | PollBlock | BriefsBlock | SponsorBlock | SignoffBlock;

/** Every picture of an issue in reading order. */
export function imagesOf(issue: Issue): readonly Image[] {
  return issue.blocks.flatMap((block) =>
    (block.kind === "feature" || block.kind === "sponsor") && block.image !== undefined ? [block.image] : [],
  );
}
