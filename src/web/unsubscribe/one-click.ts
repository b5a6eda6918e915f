/**
 * Whether a body says `List-Unsubscribe=One-Click` (RFC 8058 section 3.1), as a form or as a part of one. It is looked
 * for in the bytes, and not read as a form: mail programs send it with foreign charsets, without a Content-Type, twice,
 * or with a line end behind it, and a reader who pressed a button must be gone all the same. Whoever calls has limited
 * the size.
 */
export function saysOneClick(body: ArrayBuffer): boolean {
  // Byte for byte: what is looked for is ASCII, in whatever charset the body says it is.
  const text = Buffer.from(body).toString("latin1").replace(/%2d/gi, "-");
  return urlencoded.test(text) || multipart.test(text);
}

const urlencoded = /(?<![\w-])List-Unsubscribe=One-Click(?![\w-])/i;

/** The headers of a part are few: without a bound a hostile body could be searched for very long. */
const multipart =
  /name="?List-Unsubscribe"?(?:[ \t]*;[^\r\n]{0,200})?(?:\r?\n[^\r\n]{1,200}){0,8}\r?\n\r?\n\s{0,8}One-Click(?![\w-])/i;
