import type { Clock } from "../../base/clock.ts";
import type { Config } from "../../config/config.ts";
import { fittingLanguage } from "../../model/reader-language.ts";
import type { Pages } from "../../render/pages/compile-pages.ts";
import type { Store } from "../../store/store.ts";
import { openShelf, type Shelf } from "./shelf.ts";

/** What the public part of the site is made from, whether a server shows it or files do. */
export interface Archive {
  readonly shelf: Shelf;
  readonly pages: Pages;
  /** The newsletter's name. */
  readonly newsletter: string;
  /** `https://news.example.org/letters`, without a slash at the end. */
  readonly siteUrl: string;
  /** The path of that: `/letters`, or nothing. */
  readonly site: string;
  /** Of what is said around the issues. The same for everybody: whoever asks, the bytes are those of the files. */
  readonly language: string;
}

export function openArchive(from: {
  readonly store: Store;
  readonly config: Config;
  readonly pages: Pages;
  readonly siteUrl: string;
  readonly clock: Clock;
  /** As for the shelf. */
  readonly note?: (line: string) => void;
}): Archive {
  const { config, pages, siteUrl } = from;
  return {
    shelf: openShelf(from),
    pages,
    newsletter: config.name,
    siteUrl,
    site: new URL(siteUrl).pathname.replace(/\/$/, ""),
    language: spoken(pages, config.service.language) ?? pages.languages[0] ?? "en",
  };
}

/** The language that the pages have for a tag. */
export function spoken({ languages }: Pages, tag: string): string | undefined {
  return fittingLanguage(languages, tag);
}
