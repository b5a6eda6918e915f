/**
 * An https address of a site, or of a folder in it, without a slash at the end: links are made by writing behind it. A
 * name without a dot or an IP address is refused, because no reader and no List-Id can use it.
 */
export function isSiteUrl(url: string): boolean {
  const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  const site = new RegExp(
    `^(?=.{1,200}$)https://(?:${label}\\.)+(?=[a-z])${label}(?::\\d{1,5})?(?:/[\\w.~-]+)*$`,
    "i",
  );
  return site.test(url) && URL.canParse(url);
}

/** What to write in the place of an address that is none of a site: the same with https, where that is all it lacks. */
export function siteUrlRemedy(written: string): string {
  const secure = `https://${written.replace(/^(?:http:)?\/\//i, "").replace(/\/+$/, "")}`;
  if (!isSiteUrl(secure)) return "Write it like https://news.example.org.";
  return `Write ${secure}: nobody may read the links of readers on the way. How its web server gets a certificate says npx letterpress docs serve.`;
}
