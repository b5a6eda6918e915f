import type { Context } from "hono";

/** What a body says: every name with its values in order. No name can reach a prototype: it is a Map. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

export type ReadForm =
  | { readonly status: "read"; readonly fields: FormFields }
  /** Not a form, not UTF-8, or malformed: the HTTP status that says so. */
  | { readonly status: "refused"; readonly code: 400 | 415 };

/**
 * Reads a body as forms and mail programs send it (RFC 8058 section 3.2 names both): urlencoded or multipart, in UTF-8.
 * Files are passed over. Whoever calls has limited its size.
 */
export async function readForm(context: Context): Promise<ReadForm> {
  const type = context.req.header("content-type") ?? "";
  const [kind = "", ...parameters] = type.toLowerCase().split(";");
  const charset = parameters.map((one) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(one)?.[1]).find(Boolean);
  if (charset !== undefined && !["utf-8", "utf8", "us-ascii"].includes(charset))
    return { status: "refused", code: 415 };
  const bytes = await context.req.arrayBuffer();
  switch (kind.trim()) {
    case "application/x-www-form-urlencoded":
      return urlencoded(bytes);
    case "multipart/form-data":
      return multipart(bytes, type);
    default:
      return { status: "refused", code: 415 };
  }
}

/** The value of a field that is there once; undefined when it is absent or there twice. */
export function only(fields: FormFields, name: string): string | undefined {
  const values = fields.get(name);
  return values?.length === 1 ? values[0] : undefined;
}

function urlencoded(bytes: ArrayBuffer): ReadForm {
  const text = utf8(bytes);
  if (text === undefined) return { status: "refused", code: 400 };
  // Percent-encoded bytes that are no UTF-8 become U+FFFD, which no field of ours takes.
  return { status: "read", fields: grouped(new URLSearchParams(text)) };
}

async function multipart(bytes: ArrayBuffer, type: string): Promise<ReadForm> {
  if (utf8(bytes) === undefined) return { status: "refused", code: 400 };
  try {
    const form = await new Response(bytes, { headers: { "Content-Type": type } }).formData();
    const texts: [string, string][] = [];
    for (const [name, value] of form) if (typeof value === "string") texts.push([name, value]);
    return { status: "read", fields: grouped(texts) };
  } catch {
    return { status: "refused", code: 400 };
  }
}

function utf8(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function grouped(pairs: Iterable<readonly [string, string]>): FormFields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = fields.get(name);
    if (values === undefined) fields.set(name, [value]);
    else values.push(value);
  }
  return fields;
}
