/** The same HTML with the addresses of its pictures (`cid:…`, `https://…`) turned into what `shown` says. */
export function withPictureUrls(markup: string, shown: (src: string) => string): string {
  return markup.replace(
    /(\b(?:src|background|srcset)\s*=\s*["']?\s*|url\(\s*(?:["']|&quot;|&#39;)?\s*)((?:cid|https):[^"'\s<>)&]+)/gi,
    (_, before: string, src: string) => before + shown(src),
  );
}

/** The same HTML with `cid:x` in attributes and styles turned into what `urlOf("x")` says. */
export function withPartUrls(markup: string, urlOf: (cid: string) => string): string {
  return withPictureUrls(markup, (src) => (/^cid:/i.test(src) ? urlOf(decoded(src.slice(4))) : src));
}

function decoded(cid: string): string {
  try {
    return decodeURIComponent(cid);
  } catch {
    return cid;
  }
}
