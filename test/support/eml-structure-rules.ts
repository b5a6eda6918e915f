import { altTexts, htmlLinks, visibleText } from "./eml-html.ts";
import { decodeBody, type Eml, type EmlPart, headerValue } from "./eml-reading.ts";

/** Rules about the parts: RFC 2046 section 5.1.4, RFC 2387, and that both parts say the same. */
export function structureFaults(eml: Eml): readonly string[] {
  return [...treeFaults(eml.root), ...charsetFaults(eml), ...agreementFaults(eml)];
}

function treeFaults(root: EmlPart): readonly string[] {
  if (root.type !== "multipart/alternative") return ["The message is not multipart/alternative."];
  const [first, second, ...more] = root.parts;
  const related = second?.type === "multipart/related" ? second.parts : [];
  const html = second?.type === "multipart/related" ? related[0] : second;
  return [
    ...(first?.type === "text/plain" ? [] : ["The first alternative is not text/plain."]),
    ...(html?.type === "text/html" ? [] : ["The second alternative does not start with text/html."]),
    ...(more.length === 0 ? [] : ["There are more than two alternatives."]),
    ...pictureFaults(related.slice(1), html),
  ];
}

function pictureFaults(pictures: readonly EmlPart[], html: EmlPart | undefined): readonly string[] {
  const faults: string[] = [];
  const shown = html === undefined ? "" : decodeBody(html, []).toString("utf8");
  const ids = pictures.map((part) => headerValue(part.headers, "content-id") ?? "");
  for (const [index, part] of pictures.entries()) {
    const id = /^<([^\s<>]+)>$/.exec(ids[index] ?? "")?.[1];
    if (!part.type.startsWith("image/"))
      faults.push(`A part beside the HTML is ${part.type}, not a picture.`);
    if (part.encoding !== "base64") faults.push("A picture is not encoded in base64.");
    if (decodeBody(part, faults).length === 0) faults.push("A picture is empty.");
    if (id === undefined) faults.push("A picture has no Content-ID.");
    else if (!shown.includes(`cid:${id}`)) faults.push(`The HTML does not show the picture ${id}.`);
    if (!/^inline(?:;|$)/.test(headerValue(part.headers, "content-disposition") ?? ""))
      faults.push("A picture is not inline.");
  }
  if (new Set(ids).size !== ids.length) faults.push("Two pictures have one Content-ID.");
  const named = [...shown.matchAll(/cid:([^"')\s>]+)/g)].map(([, id]) => `<${id}>`);
  return [
    ...faults,
    ...named.filter((id) => !ids.includes(id)).map((id) => `The HTML shows ${id}, which no part is.`),
  ];
}

function charsetFaults(eml: Eml): readonly string[] {
  return [textLeaf(eml.root, "text/plain"), textLeaf(eml.root, "text/html")].flatMap((part) => {
    if (part === undefined) return [];
    const bytes = decodeBody(part, []);
    return [
      ...(part.parameters.charset?.toLowerCase() === "utf-8"
        ? []
        : [`The part ${part.type} is not declared as UTF-8.`]),
      ...(bytes.equals(Buffer.from(bytes.toString("utf8"))) ? [] : [`The part ${part.type} is not UTF-8.`]),
      ...(part.encoding === "quoted-printable" ? [] : [`The part ${part.type} is not quoted-printable.`]),
      ...(bytes.toString("utf8").trim() === "" ? [`The part ${part.type} is empty.`] : []),
    ];
  });
}

function textLeaf(part: EmlPart, type: string): EmlPart | undefined {
  if (part.type === type) return part;
  for (const inner of part.parts) {
    const found = textLeaf(inner, type);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * At least nine of ten long words of one part stand in the other, in both directions; and every link of the HTML stands
 * whole in the text, where white space or a bracket ends it.
 */
function agreementFaults(eml: Eml): readonly string[] {
  const text = eml.text?.toString("utf8") ?? "";
  const html = eml.html?.toString("utf8") ?? "";
  const seen = visibleText(html);
  return [
    ...missing("HTML", longWords(seen), "text", longWords(text)),
    ...missing("text", longWords(text), "HTML", longWords(`${seen} ${altTexts(html)}`)),
    ...[...new Set(htmlLinks(html).map(({ href }) => href))]
      .map((href) => href.replace(/^(?:mailto:(?=[^?]*$)|tel:)/i, ""))
      .filter(
        (href) => !href.startsWith("#") && !new RegExp(`${RegExp.escape(href)}(?![^\\s<>)])`).test(text),
      )
      .map((href) => `The text part lacks the link ${href} of the HTML.`),
  ];
}

function longWords(text: string): ReadonlySet<string> {
  const said = text
    .replace(/\b(?:[a-z]+:\/\/|mailto:)\S+/gi, " ")
    .normalize("NFC")
    .toLowerCase();
  return new Set(said.match(/\p{L}[\p{L}\p{M}]{5,}/gu) ?? []);
}

function missing(
  from: string,
  words: ReadonlySet<string>,
  to: string,
  others: ReadonlySet<string>,
): readonly string[] {
  const lost = [...words].filter((word) => !others.has(word));
  if (lost.length <= words.size / 10) return [];
  const some = lost.slice(0, 5).join(", ");
  return [`The ${to} part lacks ${lost.length} of ${words.size} long words of the ${from} part: ${some}.`];
}
