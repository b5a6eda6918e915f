import type { Envelope } from "../../src/model/message.ts";
import type { EmlExpectations } from "./eml-expectations.ts";
import { tellsAddress } from "./eml-header-rules.ts";
import { htmlLinks, htmlTags, visibleText } from "./eml-html.ts";
import { type Eml, headerValue } from "./eml-reading.ts";

/** Rules about what the two parts say. */
export function contentFaults(eml: Eml, envelope: Envelope, expected: EmlExpectations): readonly string[] {
  const overlook = (content: string) =>
    (expected.mentions ?? []).reduce((rest, mention) => rest.replaceAll(mention, " "), content);
  const text = eml.text?.toString("utf8") ?? "";
  const html = eml.html?.toString("utf8") ?? "";
  return [
    ...((eml.html?.length ?? 0) > 102_400 ? ["The HTML is over 102,400 bytes, where Gmail clips it."] : []),
    ...postalFaults(text, html, expected),
    ...(expected.confirmation === true ? [] : unsubscribeFaults(eml, text, html)),
    ...urlFaults(overlook(text), html, expected),
    ...addressFaults(text, html, envelope),
    ...leftoverFaults("text", overlook(text), expected),
    ...leftoverFaults("HTML", overlook(html), expected),
    ...activeFaults(html),
    ...(/&(?:amp|lt|gt|quot|nbsp|#x?[0-9a-f]+);/i.test(overlook(text))
      ? ["The text part holds an HTML entity."]
      : []),
  ];
}

function postalFaults(text: string, html: string, expected: EmlExpectations): readonly string[] {
  const squeeze = (content: string) => content.replace(/\s+/g, " ");
  const seen = squeeze(visibleText(html));
  return (expected.postalAddress ?? []).flatMap((line) => [
    ...(squeeze(text).includes(squeeze(line))
      ? []
      : [`The text part lacks the postal address line "${line}".`]),
    ...(seen.includes(squeeze(line)) ? [] : [`The HTML part lacks the postal address line "${line}".`]),
  ]);
}

function unsubscribeFaults(eml: Eml, text: string, html: string): readonly string[] {
  const uri = /<(https:[^>]+)>/.exec(headerValue(eml.root.headers, "list-unsubscribe") ?? "")?.[1];
  if (uri === undefined) return [];
  const link = htmlLinks(html).find(({ href }) => href === uri);
  return [
    ...(text.split(/[\s<>()]+/).includes(uri) ? [] : ["The text part lacks the unsubscribe link."]),
    ...(link === undefined || link.words.trim() === ""
      ? ["The HTML part has no visible unsubscribe link."]
      : []),
  ];
}

function urlFaults(text: string, html: string, expected: EmlExpectations): readonly string[] {
  const inText = [...text.matchAll(/\b(?:[a-z][a-z0-9+.-]*:\/\/|mailto:)[^\s<>"]*/gi)].map(([url]) => url);
  const inStyles = [...html.matchAll(/url\(\s*["']?([^)"']+)/gi)].map(([, url = ""]) => url);
  const inTags = htmlTags(html).flatMap(({ name, attributes }) =>
    Object.entries(attributes)
      .filter(([attribute]) => urlAttributes.includes(attribute))
      .map(([attribute, url]) => ({ name, attribute, url: url.trim() })),
  );
  return [
    ...inText
      .filter((url) => !isAllowed(url, expected, "link"))
      .map((url) => `The text part holds the URL ${url}.`),
    ...inStyles
      .filter((url) => !isAllowed(url, expected, "picture"))
      .map((url) => `A style holds the URL ${url}.`),
    ...inTags.flatMap(({ name, attribute, url }) => {
      if (url === "") return [`A <${name}> has an empty ${attribute}.`];
      const place = attribute !== "href" ? "picture" : name === "a" ? "link" : "other";
      return isAllowed(url, expected, place) ? [] : [`A <${name}> has the ${attribute} ${url}.`];
    }),
  ];
}

const urlAttributes = [
  "href",
  "src",
  "srcset",
  "background",
  "action",
  "formaction",
  "poster",
  "data",
  "cite",
];

/**
 * Only a reader's own click may lead elsewhere than to https:, and only where the test knows that the issue says so.
 */
function isAllowed(url: string, expected: EmlExpectations, place: "link" | "picture" | "other"): boolean {
  if (place === "picture" && /^cid:\S+$/.test(url)) return true;
  if (
    place === "link" &&
    expected.mailto === true &&
    (oneMailbox.test(url) || /^tel:\+?[\d().-]+$/i.test(url))
  )
    return true;
  const web = place === "link" && expected.http === true ? /^https?:\/\/[^/\s]/i : /^https:\/\/[^/\s]/i;
  return web.test(url) && URL.canParse(url) && new URL(url).username === "";
}

/** One address, at most a subject of one line and a text. */
const oneMailbox =
  /^mailto:[^\s?&,;%@]+@[^\s?&,;%@]+(?:\?(?:subject=(?:(?!%0[ad])[^\s&])*|body=[^\s&]*)(?:&(?:subject=(?:(?!%0[ad])[^\s&])*|body=[^\s&]*))?)?$/i;

/** Whoever sees a forwarded message or a server log must not learn who the reader is. */
function addressFaults(text: string, html: string, envelope: Envelope): readonly string[] {
  const links = htmlTags(html).flatMap(({ attributes }) =>
    urlAttributes.map((name) => attributes[name] ?? ""),
  );
  const said = [...text.matchAll(/\bhttps?:\/\/\S+/gi)].map(([url]) => url);
  return [...links, ...said].some((url) => tellsAddress(url, envelope.to))
    ? ["A URL holds the address of the reader."]
    : [];
}

/** Signs of a template that was not filled. */
function leftoverFaults(part: string, source: string, expected: EmlExpectations): readonly string[] {
  const marks = [
    ...(expected.literalBraces !== true && /\{\{/.test(source) ? ["{{"] : []),
    ...(/\bundefined\b/.test(source) ? ["undefined"] : []),
    ...(/\bNaN\b/.test(source) ? ["NaN"] : []),
    ...(source.includes("[object Object]") ? ["[object Object]"] : []),
    ...(part === "HTML" && /<\/?mj-/i.test(source) ? ["<mj-"] : []),
  ];
  return marks.map((mark) => `The ${part} part holds "${mark}".`);
}

function activeFaults(html: string): readonly string[] {
  const tags = htmlTags(html);
  const active = ["script", "form", "input", "iframe", "object", "embed", "base"];
  const calls = tags
    .flatMap(({ attributes }) => Object.keys(attributes))
    .filter((name) => /^on[a-z]/.test(name));
  return [
    ...active
      .filter((name) => tags.some((tag) => tag.name === name))
      .map((name) => `The HTML holds a <${name}>.`),
    ...new Set(calls.map((name) => `The HTML holds the attribute ${name}.`)),
  ];
}
