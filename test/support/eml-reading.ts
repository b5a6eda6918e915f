/**
 * Reads the bytes of a message strictly and on its own: it shares no code with src/message, so that a mistake there is
 * not repeated here. What cannot be read becomes a fault in words instead of a guess.
 */
export interface EmlHeader {
  /** In lower case. */
  readonly name: string;
  /** Unfolded, one character for each octet, encoded words as they stand. */
  readonly value: string;
}

export interface EmlPart {
  readonly headers: readonly EmlHeader[];
  /** In lower case, without parameters. */
  readonly type: string;
  /** By lower-case name, the quotation marks taken away. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly encoding: string;
  /** As on the wire, one character for each octet. */
  readonly body: string;
  readonly parts: readonly EmlPart[];
}

export interface Eml {
  /** One character for each octet. */
  readonly wire: string;
  readonly head: string;
  readonly root: EmlPart;
  /** The decoded bytes of the first part of each type, wherever it stands. */
  readonly text?: Buffer;
  readonly html?: Buffer;
  readonly faults: readonly string[];
}

export function readEml(bytes: Buffer): Eml {
  const wire = bytes.toString("latin1");
  const faults: string[] = [];
  const root = readPart(wire, faults, "the message");
  const all = leaves(root);
  const text = all.find((part) => part.type === "text/plain");
  const html = all.find((part) => part.type === "text/html");
  return {
    wire,
    head: wire.slice(0, headEnd(wire)),
    root,
    ...(text === undefined ? {} : { text: decodeBody(text, faults) }),
    ...(html === undefined ? {} : { html: decodeBody(html, faults) }),
    faults,
  };
}

export function headerValue(headers: readonly EmlHeader[], name: string): string | undefined {
  return headers.find((header) => header.name === name)?.value;
}

export function leaves(part: EmlPart): readonly EmlPart[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leaves);
}

function headEnd(wire: string): number {
  const end = wire.indexOf("\r\n\r\n");
  return end < 0 ? wire.length : end;
}

function readPart(wire: string, faults: string[], place: string): EmlPart {
  const end = headEnd(wire);
  const headers = readHeaders(wire.slice(0, end), faults, place);
  const body = wire.slice(end + 4);
  const [type = "", ...rest] = (headerValue(headers, "content-type") ?? "text/plain").split(";");
  const parameters = Object.fromEntries(rest.map(readParameter));
  return {
    headers,
    type: type.trim().toLowerCase(),
    parameters,
    encoding: (headerValue(headers, "content-transfer-encoding") ?? "7bit").trim().toLowerCase(),
    body,
    parts: type.trim().startsWith("multipart/") ? readMultipart(body, parameters.boundary, faults) : [],
  };
}

function readHeaders(head: string, faults: string[], place: string): readonly EmlHeader[] {
  const headers: { name: string; value: string }[] = [];
  for (const line of head.split("\r\n")) {
    const last = headers.at(-1);
    const field = /^([!-9;-~]+):(.*)$/s.exec(line);
    if (/^[ \t]/.test(line) && last !== undefined) {
      if (line.trim() === "") faults.push(`A header line of ${place} holds only white space.`);
      last.value += line;
    } else if (field !== null) headers.push({ name: (field[1] ?? "").toLowerCase(), value: field[2] ?? "" });
    else faults.push(`A line in the headers of ${place} is no header: "${line.slice(0, 60)}".`);
  }
  return headers.map(({ name, value }) => ({ name, value: value.trim() }));
}

function readParameter(text: string): readonly [string, string] {
  const [, name = "", value = ""] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/s.exec(text) ?? [];
  return [name.toLowerCase(), value.replace(/^"(.*)"$/s, "$1")];
}

function readMultipart(body: string, boundary: string | undefined, faults: string[]): readonly EmlPart[] {
  if (boundary === undefined || boundary === "" || boundary.length > 70) {
    faults.push("A multipart has no boundary of 1 to 70 characters.");
    return [];
  }
  const delimiter = `\r\n--${boundary}`;
  const close = `\r\n${body}`.indexOf(`${delimiter}--`);
  if (close < 0) faults.push(`The multipart "${boundary}" is not closed.`);
  const inside = `\r\n${body}`.slice(0, close < 0 ? undefined : close);
  return inside
    .split(`${delimiter}\r\n`)
    .slice(1)
    .map((part, index) => readPart(part, faults, `part ${index + 1} of "${boundary}"`));
}

/** The bytes a body stands for; each breach of RFC 2045 section 6.7 or 6.8 is a fault. */
export function decodeBody(part: EmlPart, faults: string[]): Buffer {
  if (part.encoding === "base64") return decodeBase64(part, faults);
  if (part.encoding !== "quoted-printable") return Buffer.from(part.body, "latin1");
  const lines = part.body.split("\r\n");
  for (const line of lines) {
    const start = `"${line.slice(0, 30)}"`;
    if (line.length > 76)
      faults.push(`The quoted-printable line ${start} of ${part.type} is over 76 characters.`);
    if (/[ \t]$/.test(line))
      faults.push(`The quoted-printable line ${start} of ${part.type} ends in white space.`);
    if (/=(?![0-9A-F]{2}|$)/.test(line)) faults.push(`The quoted-printable line ${start} has a stray "=".`);
  }
  const joined = part.body.replace(/=\r\n/g, "");
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );
}

function decodeBase64(part: EmlPart, faults: string[]): Buffer {
  const lines = part.body.split("\r\n");
  if (lines.some((line) => line.length > 76))
    faults.push(`A base64 line of ${part.type} is over 76 characters.`);
  if (lines.length > 1 && lines.includes("")) faults.push(`A base64 line of ${part.type} is empty.`);
  const text = lines.join("");
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
    faults.push(`The base64 of ${part.type} is not whole.`);
  return Buffer.from(text, "base64");
}
