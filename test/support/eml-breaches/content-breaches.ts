import type { Breach } from "./breach.ts";
import { token } from "./faultless.ts";

/** What breaks a rule of what readers get: both parts, their words and their links. Judged by eml-content-rules.ts. */
export const contentBreaches: readonly Breach[] = [
  [
    "HTML that Gmail clips",
    "<p>Example Press",
    `${"<p>\r\n".repeat(20_500)}<p>Example Press`,
    "The HTML is over 102,400 bytes, where Gmail clips it.",
  ],
  [
    "no postal address in the text",
    "Press\r\n1 Sample Street",
    "Press",
    'The text part lacks the postal address line "1 Sample Street".',
  ],
  [
    "no postal address in the HTML",
    "Press<br>1 Sample Street",
    "Press",
    'The HTML part lacks the postal address line "1 Sample Street".',
  ],
  [
    "no unsubscribe link in the text",
    `Unsubscribe: https://news.example.org/u/${token}\r\n`,
    "Unsubscribe\r\n",
    "The text part lacks the unsubscribe link.",
  ],
  [
    "an unsubscribe link without words",
    ">=\r\nUnsubscribe</a>",
    "></a>Unsubscribe",
    "The HTML part has no visible unsubscribe link.",
  ],
  [
    "a hidden unsubscribe link",
    "<p><a href=3D",
    '<p style=3D"display: none"><a href=3D',
    "The HTML part has no visible unsubscribe link.",
  ],
  [
    "an http: link",
    'href=3D"https://press',
    'href=3D"http://press',
    "A <a> has the href http://press.example.org/café.",
  ],
  ["a relative link", 'href=3D"https://press.example.org', 'href=3D"', "A <a> has the href /café."],
  ["an empty link", "<p>Example Press", '<a href=3D"">x</a><p>Example Press', "A <a> has an empty href."],
  [
    "a script link",
    "<p>Example Press",
    '<a href=3D"javascript:x">x</a><p>Example Press',
    "A <a> has the href javascript:x.",
  ],
  [
    "a mailto link",
    "<p>Example Press",
    '<a href=3D"mailto:x@example.org">x</a><p>Example Press',
    "A <a> has the href mailto:x@example.org.",
  ],
  [
    "a relative picture",
    "<p>Example Press",
    '<img src=3D"a.png"><p>Example Press',
    "A <img> has the src a.png.",
  ],
  [
    "a link that only Outlook sees",
    "<p>Example Press",
    '<!--[if mso]><v:rect href=3D"http://x.example.org"><![endif]--><p>Example Press',
    "A <v:rect> has the href http://x.example.org.",
  ],
  [
    "an http: URL in a style",
    "<p>Example Press",
    "<p style=3D\"background:url('http://x.example.org/a')\">Example Press",
    "A style holds the URL http://x.example.org/a.",
  ],
  [
    "an http: URL in the text",
    "reading: https://",
    "reading: http://",
    "The text part holds the URL http://press.example.org/café.",
  ],
  [
    "the reader's address in a URL",
    "reading: https://press.example.org=",
    "reading: https://x.example.org/reader@example.org?=",
    "A URL holds the address of the reader.",
  ],
  ["an open slot in the text", "Movable letters", "Movable letters {{x}}", 'The text part holds "{{".'],
  ["an open slot in the HTML", "</b> changed", "</b> changed {{x}}", 'The HTML part holds "{{".'],
  [
    "undefined in the text",
    "Movable letters",
    "Movable undefined letters",
    'The text part holds "undefined".',
  ],
  ["undefined in a link", "/caf=\r\n", "/undefined/caf=\r\n", 'The HTML part holds "undefined".'],
  ["NaN", "</b> changed", "</b> changed NaN", 'The HTML part holds "NaN".'],
  [
    "an object as text",
    "</b> changed",
    "</b> changed [object Object]",
    'The HTML part holds "[object Object]".',
  ],
  ["an MJML tag", "<p>Example Press", "<mj-text></mj-text><p>Example Press", 'The HTML part holds "<mj-".'],
  ["a script", "<p>Example Press", "<script></script><p>Example Press", "The HTML holds a <script>."],
  ["a form", "<p>Example Press", "<form></form><p>Example Press", "The HTML holds a <form>."],
  [
    "an event attribute",
    "<p>Example Press",
    '<p onclick=3D"x">Example Press',
    "The HTML holds the attribute onclick.",
  ],
  [
    "an HTML entity in the text",
    "Movable letters",
    "Movable &amp; letters",
    "The text part holds an HTML entity.",
  ],
];
