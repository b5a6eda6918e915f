/**
 * The tags of a DKIM key, a DKIM signature or a DMARC record: `v=DKIM1; k=rsa; p=…` (RFC 6376 section 3.2). Names in
 * small letters, in their order; undefined when the text is no such list, as when a tag stands twice.
 */
export function parseTags(text: string): ReadonlyMap<string, string> | undefined {
  const tags = new Map<string, string>();
  for (const part of text.split(";")) {
    if (part.trim() === "") continue;
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(0, at)).trim();
    if (!/^[a-z]\w*$/i.test(name) || tags.has(name.toLowerCase())) return undefined;
    tags.set(name.toLowerCase(), part.slice(at + 1).trim());
  }
  return tags;
}
