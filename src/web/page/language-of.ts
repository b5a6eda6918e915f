import type { Context } from "hono";
import { fittingLanguage } from "../../model/reader-language.ts";
import type { Service } from "../service.ts";

/**
 * The language of a page: what its URL asks for (`?language=de`), what the reader says, what the browser says
 * (Accept-Language, RFC 9110 section 12.5.4), or that of the newsletter, the first of them that the pages speak.
 */
export function languageOf(
  context: Context,
  { pages: { languages }, config: { service } }: Pick<Service, "pages" | "config">,
  said?: string,
): string {
  const wanted = [context.req.query("language"), said, ...accepted(context.req.header("accept-language"))];
  for (const one of [...wanted, service.language]) {
    const found = one === undefined ? undefined : fittingLanguage(languages, one.slice(0, 100));
    if (found !== undefined) return found;
  }
  return languages.includes("en") ? "en" : (languages[0] ?? "en");
}

/** The tags of an Accept-Language, the best first; no more than ten are looked at. */
function accepted(header = ""): readonly string[] {
  const ranges = header
    .slice(0, 1000)
    .split(",", 10)
    .map((one) => {
      const [tag = "", ...parameters] = one.trim().split(";");
      const quality = parameters
        .map((text) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(text)?.[1])
        .find(Boolean);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) };
    });
  return ranges
    .filter(({ tag, quality }) => tag !== "" && tag !== "*" && quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
}
