import type { Breach } from "./breach.ts";

const longWords = "alphabet brackets calendar database elephant";

/** What breaks a rule of the parts and their pictures. Judged by eml-structure-rules.ts. */
export const structureBreaches: readonly Breach[] = [
  ["broken base64", "iVBORw0KGgo=", "iVBORw0KGgo", "The base64 of image/png is not whole."],
  ["an empty base64 line", "iVBORw0KGgo=", "iVBORw0KGgo=\r\n", "A base64 line of image/png is empty."],
  [
    "a long base64 line",
    "iVBORw0KGgo=",
    "iVBO".repeat(20),
    "A base64 line of image/png is over 76 characters.",
  ],
  [
    "another structure",
    'multipart/alternative; boundary="=_alt"',
    'multipart/mixed; boundary="=_alt"',
    "The message is not multipart/alternative.",
  ],
  ["no text part", "text/plain", "text/enriched", "The first alternative is not text/plain."],
  [
    "no HTML part",
    "Content-Type: text/html",
    "Content-Type: text/xml",
    "The second alternative does not start with text/html.",
  ],
  [
    "three alternatives",
    "--=_alt--",
    "--=_alt\r\nContent-Type: text/calendar\r\n\r\n\r\n--=_alt--",
    "There are more than two alternatives.",
  ],
  [
    "another charset",
    "text/plain; charset=utf-8",
    "text/plain; charset=latin1",
    "The part text/plain is not declared as UTF-8.",
  ],
  ["bytes that are no UTF-8", "/caf=C3=A9\r\n", "/caf=C3\r\n", "The part text/plain is not UTF-8."],
  [
    "a part without encoding",
    "Content-Transfer-Encoding: quoted-printable\r\n",
    "",
    "The part text/plain is not quoted-printable.",
  ],
  ["an empty part", /Movable[\s\S]*Street\r\n\r\n(?=--=_alt)/, "\r\n", "The part text/plain is empty."],
  [
    "a picture nobody shows",
    "cid:press@letterpress",
    "https://news.example.org/press.png",
    "The HTML does not show the picture press@letterpress.",
  ],
  [
    "a picture that is not there",
    "cid:press@letterpress",
    "cid:pross@letterpress",
    "The HTML shows <pross@letterpress>, which no part is.",
  ],
  ["a picture without Content-ID", /Content-ID:.*\r\n/, "", "A picture has no Content-ID."],
  ["a picture as a download", "Disposition: inline", "Disposition: attachment", "A picture is not inline."],
  [
    "a picture of another encoding",
    "Encoding: base64",
    "Encoding: 7bit",
    "A picture is not encoded in base64.",
  ],
  ["an empty picture", "iVBORw0KGgo=", "", "A picture is empty."],
  [
    "a part that is no picture",
    "image/png",
    "application/zip",
    "A part beside the HTML is application/zip, not a picture.",
  ],
  [
    "two pictures with one Content-ID",
    "--=_rel--",
    "--=_rel\r\nContent-Type: image/png\r\nContent-ID: <press@letterpress>\r\n\r\nx\r\n--=_rel--",
    "Two pictures have one Content-ID.",
  ],
  [
    "HTML that says more",
    "<p>Example Press",
    `<p>${longWords}</p><p>Example Press`,
    "The text part lacks 5 of 14 long words of the HTML part: alphabet, brackets, calendar, database, elephant.",
  ],
  [
    "text that says more",
    "\r\nExample Press",
    `\r\n${longWords}\r\nExample Press`,
    "The HTML part lacks 5 of 14 long words of the text part: alphabet, brackets, calendar, database, elephant.",
  ],
  [
    "a link of the HTML that is not in the text",
    "reading: https://press.example.org=\r\n/caf=C3=A9\r\n",
    "reading\r\n",
    "The text part lacks the link https://press.example.org/café of the HTML.",
  ],
  [
    "a link that a space ends in the text",
    "/caf=C3=A9\r\n",
    "/ca f=C3=A9\r\n",
    "The text part lacks the link https://press.example.org/café of the HTML.",
  ],
];
