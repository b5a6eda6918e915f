import { type PastIssue, readPastIssues } from "../issue/past-issues.ts";

/** What an issue that is looked at must not say again. */
export interface EarlierIssue {
  /** Relative to the newsletter's folder. */
  readonly file: string;
  readonly day: string;
  /** In one form, see `sameSubject`; empty where the text does not say it in one line. */
  readonly subject: string;
  readonly preheader: string;
  /** As `samePage` writes them. */
  readonly pages: ReadonlySet<string>;
  /** As `sameSponsor` writes them. */
  readonly sponsors: ReadonlySet<string>;
}

/** The issues of a newsletter, read once for all that are looked at; for a run in which the files do not change. */
export interface IssueShelf {
  /** Those of earlier days, the latest first. */
  before(day: string): Promise<readonly EarlierIssue[]>;
}

/**
 * `root` is the newsletter's folder. Their text is only searched: to read hundreds of issues in full would take
 * seconds.
 */
export function issueShelf(root: string): IssueShelf {
  let all: Promise<readonly EarlierIssue[]> | undefined;
  return {
    async before(day) {
      all ??= readPastIssues(root).then((issues) => issues.flatMap(earlier).reverse());
      return (await all).filter((one) => one.day < day);
    },
  };
}

function earlier({ file, day, text }: PastIssue): readonly EarlierIssue[] {
  if (day === undefined) return [];
  const urls = text.match(/https?:\/\/[^\s<>"'`)\]}]+/g) ?? [];
  return [
    {
      file,
      day,
      subject: sameSubject(lineUnder("subject", text)),
      preheader: sameSubject(lineUnder("preheader", text)),
      pages: new Set(urls.flatMap((url) => samePage(url) ?? [])),
      sponsors: new Set(sponsorsIn(text).map(sameSponsor)),
    },
  ];
}

function lineUnder(key: string, text: string): string {
  return new RegExp(`^${key}:[ \\t]*(["']?)(.*?)\\1[ \\t]*$`, "m").exec(text)?.[2] ?? "";
}

/** The names behind `name:` in blocks of that kind, written over several lines or in one. */
function sponsorsIn(text: string): readonly string[] {
  const blocks = text.matchAll(/^([ \t]*)-[ \t]+sponsor:(.*(?:\r?\n(?:\1[ \t]+.*|[ \t]*$))*)/gm);
  return [...blocks].flatMap(([, , inside = ""]) => {
    const name = /(?:^|[\s{,])name:[ \t]*(["']?)(.+?)\1[ \t]*(?:[,}]|\r?$)/m.exec(inside)?.[2];
    return name === undefined ? [] : [name];
  });
}

/** A sponsor's name without what makes no difference to a reader. */
export function sameSponsor(name: string): string {
  return sameSubject(name);
}

/** A subject without what makes no difference to a reader. */
export function sameSubject(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();
}

/**
 * The page of an address, whatever is counted behind it; undefined of what is no address, and of the front page of a
 * site.
 */
export function samePage(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, pathname, searchParams } = new URL(url);
  if (!/^https?:$/.test(protocol)) return undefined;
  for (const name of [...searchParams.keys()]) if (/^utm_/i.test(name)) searchParams.delete(name);
  const path = pathname.replace(/\/+$/, "");
  const query = searchParams.size > 0 ? `?${searchParams}` : "";
  return path + query === "" ? undefined : `${hostname.replace(/^www\./, "")}${path}${query}`;
}
