/**
 * The tags of a DKIM key, a DKIM signature or a DMARC record: `v=DKIM1; k=rsa; p=…` (RFC 6376 section 3.2). Names in small letters, the first of
 * each; undefined when the text is no such list.
 */
export function parseTags(text: string): ReadonlyMap<string, string> | undefined {
  const tags = new Map<string, string>();
  for (const part of text.split(";")) {
    if (part.trim() === "") continue;
    const [, name, value = ""] = /^\s*([a-z][\w]*)\s*=\s*([\s\S]*?)\s*$/i.exec(part) ?? [];
    if (name === undefined) return undefined;
    if (!tags.has(name.toLowerCase())) tags.set(name.toLowerCase(), value);
  }
  return tags;
}
