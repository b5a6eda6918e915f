import type { Position } from "../base/problem.ts";
import type { AudienceExpression } from "./audience.ts";
import type { Line, Prose } from "./prose.ts";

export const issueStatuses = ["draft", "ready"] as const;
export type IssueStatus = (typeof issueStatuses)[number];
export type Direction = "ltr" | "rtl";

/** One edition's content as written: validated, every part with its place in the file. */
export interface Issue {
  /** The name of the file without its ending: `2025-02-14-musk-vs-altman`. Stable; a mailing is tied to it. */
  readonly id: string;
  /** By language; each with one subject, or with several that are tested against each other. */
  readonly subjects: Localized<readonly Line[]>;
  /** By language: the line that mail programs show behind the subject. */
  readonly preheaders: Localized<Line>;
  readonly number?: number;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly status: IssueStatus;
  /** The name of a folder below `templates/`. */
  readonly template: string;
  /** Where the file names its template, or where it would. */
  readonly templateAt: Position;
  /** A BCP 47 tag: `en`, `pt-BR`. The language of everything that has no other. */
  readonly language: string;
  readonly languageAt: Position;
  /** As written; undefined where each language's own direction is meant. */
  readonly direction?: Direction;
  /** What this issue says of its sender that is not as in the configuration. */
  readonly sender?: SenderOverrides;
  /** Whether everybody may read it, as written; undefined where what the list says counts. */
  readonly archive?: boolean;
  readonly blocks: readonly Block[];
  /** Warnings that are meant to be there. */
  readonly waivers?: readonly Waiver[];
  readonly at: Position;
}

/** A warning of `check` that somebody has looked at and wants to keep, with the reason. */
export interface Waiver {
  /** The code of the finding. */
  readonly rule: string;
  readonly reason: string;
  readonly at: Position;
}

/** One value for each language of an issue. The issue's own language is always there. */
export type Localized<Value> = Readonly<Record<string, Value>>;

export interface SenderOverrides {
  readonly fromName?: string;
  readonly fromEmail?: string;
  readonly replyTo?: string;
  /** Where it says so. */
  readonly at: { readonly from?: Position; readonly replyTo?: Position };
}

/** One part of an issue, of one kind. Which parts a kind has is said in `issue/blocks/` and by templates. */
export interface Block {
  readonly kind: string;
  /** Every key of the kind, in the kind's order; those that are not in the file are `none`. */
  readonly parts: Parts;
  /** Its kind has no rules: it has the keys that are in the file, and may lack any other. */
  readonly free?: boolean;
  /** Who gets the block; undefined is everybody. */
  readonly only?: AudienceExpression;
  /** Only readers of this language get the block; undefined is everybody. */
  readonly language?: string;
  /** The place of the block's kind in the file. */
  readonly at: Position;
}

export type Parts = Readonly<Record<string, Part>>;

/** What one key of a block holds. */
export type Part =
  | { readonly type: "none" }
  /** One line of text. */
  | { readonly type: "line"; readonly line: Line }
  /** The target of a link. */
  | { readonly type: "link"; readonly url: Line }
  | { readonly type: "prose"; readonly prose: Prose }
  | { readonly type: "image"; readonly image: Image }
  /** HTML as an editor wrote it, checked; a line is not flattened here. */
  | { readonly type: "html"; readonly html: Line }
  /** A short name that readers do not see: lower-case letters, digits and hyphens. */
  | { readonly type: "id"; readonly id: string }
  /** One of a few words that decide how the block looks. */
  | { readonly type: "choice"; readonly value: string }
  | { readonly type: "list"; readonly items: readonly Item[] };

export interface Item {
  readonly parts: Parts;
  readonly at: Position;
}

/** A picture: a file in the issue's folder, of which `ImageFile` holds what was read, or one on another machine. */
export interface Image {
  /** As written. */
  readonly src: string;
  /** Empty for decoration. */
  readonly alt: string;
  readonly credit?: string;
  /** CSS pixels; left out, what the file has. */
  readonly width?: number;
  readonly at: Position;
}

/** Whether a picture is fetched from another machine. Nothing is known of it but what the issue says. */
export function isRemote({ src }: Pick<Image, "src">): boolean {
  return /^https:\/\//i.test(src);
}

/** How pictures reach readers: with each message, or from the newsletter's own site. */
export const hostings = ["attached", "hosted"] as const;
export type Hosting = (typeof hostings)[number];

/** A picture that was found and measured. */
export interface ImageFile {
  readonly src: string;
  readonly bytes: Buffer;
  /** `image/png` and the like. */
  readonly contentType: string;
  /** Pixels, as the file has them. */
  readonly width: number;
  readonly height: number;
  /** How many of them make one pixel of CSS: 2 for `kings@2x.png`, which is sharp on fine screens. */
  readonly density: number;
}

/** Every picture of some blocks in reading order. */
export function imagesOf(blocks: readonly Block[]): readonly Image[] {
  return blocks.flatMap(({ parts }) => imagesIn(parts));
}

function imagesIn(parts: Parts): readonly Image[] {
  return Object.values(parts).flatMap((part) => {
    if (part.type === "image") return [part.image];
    return part.type === "list" ? part.items.flatMap((item) => imagesIn(item.parts)) : [];
  });
}
