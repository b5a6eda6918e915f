import type { Envelope } from "../../src/model/message.ts";
import type { EmlExpectations } from "./eml-expectations.ts";

/** A message without fault, and every way to break a rule with the sentence that the checker must say. */

export const token = "abcdefghijklmnopqrstuvwxyz234567";

export const envelope: Envelope = {
  from: `bounce+${token}@bounces.example.org`,
  to: "reader@example.org",
  needsUtf8: false,
};

export const expectations: EmlExpectations = {
  postalAddress: ["Example Press", "1 Sample Street"],
  replyTo: "desk@news.example.org",
  feedbackId: "weeklypress",
  bounceDomain: "bounces.example.org",
};

// Written by hand, so that the checker is not tested with what it is to check.
export const faultless = `From: =?UTF-8?Q?Zo=C3=AB_Example?= <zoe@news.example.org>
To: reader@example.org
Reply-To: desk@news.example.org
Subject: =?UTF-8?B?R3LDvMOfZQ==?= =?UTF-8?Q?_aus?=
 =?UTF-8?Q?_Mainz?=
Date: Tue, 01 Sep 2026 07:30:00 +0000
Message-ID: <qrstuvwxyz234567qrstuvwxyz234567@news.example.org>
MIME-Version: 1.0
List-Id: The Weekly <weekly.news.example.org>
List-Unsubscribe: <https://news.example.org/u/${token}>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
List-Archive: <https://news.example.org/archive>
List-Help: <https://news.example.org/help>
List-Post: NO
Feedback-ID: hello:weekly:all:weeklypress
Content-Type: multipart/alternative; boundary="=_alt"

--=_alt
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Movable letters changed everything about reading: https://press.example.org=
/caf=C3=A9

Unsubscribe: https://news.example.org/u/${token}
Example Press
1 Sample Street

--=_alt
Content-Type: multipart/related; type="text/html"; boundary="=_rel"

--=_rel
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<!doctype html><html><head><title>The Weekly</title></head><body>
<div style=3D"display:none">Something hidden before everything.</div>
<p>Movable <b>letters</b> changed <a href=3D"https://press.example.org/caf=
=C3=A9">everything</a> about reading.</p>
<img src=3D"cid:press@letterpress" alt=3D"Typesetters">
<p><a href=3D"https://news.example.org/u/${token}">=
Unsubscribe</a></p>
<p>Example Press<br>1 Sample Street</p>
</body></html>
--=_rel
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-ID: <press@letterpress>
Content-Disposition: inline; filename="press.png"

iVBORw0KGgo=
--=_rel--
--=_alt--
`.replaceAll("\n", "\r\n");

const longWords = "alphabet brackets calendar database elephant";

// What is done to the message, and the sentence that must be among the faults.
export const breaches: readonly (readonly [
  title: string,
  from: string | RegExp,
  to: string,
  fault: string,
])[] = [
  ["a bare CR", "Movable letters", "Movable\rletters", "There is a bare CR."],
  ["a bare LF", "Press\r\n1 Sample", "Press\n1 Sample", "There is a bare LF."],
  ["a NUL", "Movable letters", "Movable\0letters", "There is a NUL."],
  ["an incomplete last line", /\r\n$/, "", "The last line is not complete."],
  [
    "a line over 998 octets",
    "List-Post: NO",
    `List-Post: NO${" x".repeat(500)}`,
    "A line is over 998 octets.",
  ],
  [
    "a line that starts with a dot",
    "Movable letters",
    ".Movable letters",
    "A line starts with a dot and would need dot-stuffing.",
  ],
  ["a line that starts with From", "Movable letters", "From Movable letters", 'A line starts with "From ".'],
  ["a header outside ASCII", "The Weekly <", "The W\xc3\xabekly <", "A header is not ASCII."],
  [
    "a body outside ASCII",
    "Movable letters",
    "Movable l\xc3\xabtters",
    "The body has an octet above 127 that is not encoded.",
  ],
  [
    "a header line that is no header",
    "List-Post: NO",
    "List-Post: NO\r\nno header",
    'A line in the headers of the message is no header: "no header".',
  ],
  [
    "a folded line of white space",
    "List-Post: NO",
    "List-Post: NO\r\n  ",
    "A header line of the message holds only white space.",
  ],
  [
    "an encoded word over 75 octets",
    "_Mainz",
    `_${"Mainz".repeat(13)}`,
    `The encoded word =?UTF-8?Q?_${"Mainz".repeat(13)}?= is over 75 octets.`,
  ],
  [
    "a long line with an encoded word",
    "=?UTF-8?Q?_aus?=",
    `=?UTF-8?Q?_aus${"x".repeat(40)}?=`,
    "A line with an encoded word is over 76 octets.",
  ],
  [
    "an encoded word inside a code point",
    "R3LDvMOfZQ==",
    "R3LD",
    "The encoded word =?UTF-8?B?R3LD?= does not hold whole code points.",
  ],
  [
    "an encoded word in another charset",
    "=?UTF-8?Q?_aus?=",
    "=?latin1?Q?_aus?=",
    "The encoded word =?latin1?Q?_aus?= is not UTF-8.",
  ],
  [
    "an encoded word in another encoding",
    "=?UTF-8?Q?_aus?=",
    "=?UTF-8?X?_aus?=",
    "The encoded word =?UTF-8?X?_aus?= has an unknown encoding.",
  ],
  [
    "a line end hidden in an encoded word",
    "Q?_aus?=",
    "Q?=0D=0Aaus?=",
    "The encoded word =?UTF-8?Q?=0D=0Aaus?= hides a control character.",
  ],
  [
    "an encoded word between quotation marks",
    "=?UTF-8?Q?Zo=C3=AB_Example?=",
    '"=?UTF-8?Q?Zo=C3=AB_Example?="',
    "An encoded word stands between quotation marks.",
  ],
  [
    "half an encoded word",
    "The Weekly <",
    "=?UTF-8?Q?The Weekly <",
    'A header has "=?" that starts no encoded word.',
  ],
  [
    "an encoded word in a parameter",
    'filename="press.png"',
    'filename="=?UTF-8?Q?a?="',
    "An encoded word stands in a MIME parameter.",
  ],
  [
    "a long quoted-printable line",
    "Movable letters",
    `Movable letters${" and".repeat(20)}`,
    'The quoted-printable line "Movable letters and and and an" of text/plain is over 76 characters.',
  ],
  [
    "white space at the end of a quoted-printable line",
    "1 Sample Street\r\n",
    "1 Sample Street \r\n",
    'The quoted-printable line "1 Sample Street " of text/plain ends in white space.',
  ],
  [
    "a stray equals sign",
    "/caf=C3=A9\r\n",
    "/caf=C3=A\r\n",
    'The quoted-printable line "/caf=C3=A" has a stray "=".',
  ],
  ["broken base64", "iVBORw0KGgo=", "iVBORw0KGgo", "The base64 of image/png is not whole."],
  ["no Date", /Date:.*\r\n/, "", "The header date is missing."],
  ["no List-Id", /List-Id:.*\r\n/, "", "The header list-id is missing."],
  ["no List-Unsubscribe", /List-Unsubscribe:.*\r\n/, "", "The header list-unsubscribe is missing."],
  [
    "a header twice",
    "List-Post: NO",
    "List-Post: NO\r\nlist-post: NO",
    "The header list-post stands more than once.",
  ],
  ["a Bcc", "List-Post: NO", "List-Post: NO\r\nBcc: x@example.org", "There is a header bcc."],
  [
    "two mailboxes in From",
    "<zoe@news.example.org>",
    "<zoe@news.example.org>, <x@example.org>",
    "From does not hold exactly one mailbox.",
  ],
  [
    "an HTML entity in From",
    "Zo=C3=AB_Example",
    "Zo=C3=AB_&amp;_Example",
    "The header from holds an HTML entity.",
  ],
  [
    "another reader in To",
    "To: reader@",
    "To: other@",
    'To is "other@example.org", but the message goes to reader@example.org.',
  ],
  [
    "a name in To",
    "To: reader@example.org",
    "To: Reader <reader@example.org>",
    'To is "Reader <reader@example.org>", but the message goes to reader@example.org.',
  ],
  [
    "a Date without zone",
    "07:30:00 +0000",
    "07:30:00",
    'Date "Tue, 01 Sep 2026 07:30:00" is not a date with its zone.',
  ],
  [
    "a Message-ID without brackets",
    /Message-ID: <(.*)>/,
    "Message-ID: $1",
    'Message-ID "qrstuvwxyz234567qrstuvwxyz234567@news.example.org" does not have the form <name@domain>.',
  ],
  [
    "a Message-ID of somebody else",
    "4567@news.example.org>",
    "4567@example.org>",
    "The domain of Message-ID, example.org, is not ours.",
  ],
  [
    "the reader's address in Message-ID",
    "Message-ID: <",
    `Message-ID: <${Buffer.from("reader@example.org").toString("hex")}`,
    "Message-ID holds the address of the reader.",
  ],
  ["an empty base64 line", "iVBORw0KGgo=", "iVBORw0KGgo=\r\n", "A base64 line of image/png is empty."],
  [
    "a long base64 line",
    "iVBORw0KGgo=",
    "iVBO".repeat(20),
    "A base64 line of image/png is over 76 characters.",
  ],
  ["another MIME-Version", "MIME-Version: 1.0", "MIME-Version: 2.0", "MIME-Version is not 1.0."],
  [
    "an http: unsubscribe URI",
    "Unsubscribe: <https:",
    "Unsubscribe: <http:",
    "List-Unsubscribe does not hold one https: URI.",
  ],
  [
    "two unsubscribe URIs",
    `Unsubscribe: <https://news.example.org/u/${token}>`,
    `Unsubscribe: <https://news.example.org/u/${token}>, <https://x.example.org/${token}>`,
    "List-Unsubscribe does not hold one https: URI.",
  ],
  [
    "an unsubscribe mailto",
    `/u/${token}>`,
    `/u/${token}>, <mailto:x@example.org>`,
    "List-Unsubscribe has a mailto: nobody reads.",
  ],
  [
    "a short token",
    `/u/${token}>`,
    "/u/abcdef>",
    "The URI of List-Unsubscribe has no token of at least 128 bits.",
  ],
  [
    "an address in the unsubscribe URI",
    `/u/${token}>`,
    `/u/reader%40example.org/${token}>`,
    "List-Unsubscribe holds an address.",
  ],
  [
    "a hidden address in the unsubscribe URI",
    `/u/${token}>`,
    `/u/${Buffer.from("reader@example.org").toString("hex")}/${token}>`,
    "List-Unsubscribe holds an address.",
  ],
  [
    "another List-Unsubscribe-Post",
    "Unsubscribe=One-Click",
    "Unsubscribe=one-click",
    "List-Unsubscribe-Post is not List-Unsubscribe=One-Click.",
  ],
  [
    "a List-Id without brackets",
    "<weekly.news.example.org>",
    "weekly.news.example.org",
    "List-Id does not have the form Name <label.domain>.",
  ],
  [
    "a List-Archive that is no https: URI",
    "<https://news.example.org/archive>",
    "/archive",
    "The header list-archive does not hold one https: URI.",
  ],
  [
    "a List-Help that is no https: URI",
    "<https://news.example.org/help>",
    "<http://news.example.org/help>",
    "The header list-help does not hold one https: URI.",
  ],
  ["another List-Post", "List-Post: NO", "List-Post: YES", "List-Post is not NO."],
  ["another Reply-To", "To: desk@", "To: other@", "Reply-To is not the configured address."],
  [
    "a Feedback-ID that does not end in ours",
    ":weeklypress",
    ":other",
    "Feedback-ID is not three names and the configured sender id.",
  ],
  [
    "Auto-Submitted on an issue",
    "List-Post: NO",
    "List-Post: NO\r\nAuto-Submitted: auto-generated",
    "Auto-Submitted belongs on confirmation and welcome mail, and only there.",
  ],
  ["an empty Subject", /Subject: .*\r\n .*\r\n/, "Subject:\r\n", "Subject is empty."],
  ["an HTML entity in Subject", "_Mainz", "_&#x27;Mainz", "The header subject holds an HTML entity."],
  [
    "a bidi override in Subject",
    "_Mainz",
    "=E2=80=AEMainz",
    "The header subject holds a control or bidi character.",
  ],
  ["an open slot in Subject", "_Mainz", "_{{name}}", 'The header subject holds "{{".'],
  [
    "a missing value in Subject",
    "_Mainz",
    "_undefined",
    "The header subject holds a value that was missing.",
  ],
  [
    "another structure",
    'multipart/alternative; boundary="=_alt"',
    'multipart/mixed; boundary="=_alt"',
    "The message is not multipart/alternative.",
  ],
  ["a boundary that is not closed", "--=_alt--", "--=_alt", 'The multipart "=_alt" is not closed.'],
  [
    "a multipart without boundary",
    'alternative; boundary="=_alt"',
    "alternative",
    "A multipart has no boundary of 1 to 70 characters.",
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

export const envelopeBreaches: readonly (readonly [
  title: string,
  changes: Partial<Envelope>,
  fault: string,
])[] = [
  [
    "an upper-case VERP token",
    { from: `bounce+${token.toUpperCase()}@bounces.example.org` },
    "The return path is not bounce+ and a token in lower-case base32.",
  ],
  [
    "a long local part",
    { from: `bounce+${"a".repeat(58)}@bounces.example.org` },
    "The local part of the return path is over 64 octets.",
  ],
  [
    "another bounce domain",
    { from: `bounce+${token}@example.org` },
    "The return path is not at bounces.example.org.",
  ],
  [
    "a return path with the reader's address",
    { from: `bounce+${Buffer.from("reader@example.org").toString("hex")}@bounces.example.org` },
    "The return path holds the address of the reader.",
  ],
  [
    "a return path outside ASCII",
    { from: `bounce+${token}@bücher.example.org` },
    "The return path is not an address in ASCII.",
  ],
  ["two recipients", { to: "reader@example.org,x@example.org" }, "The recipient is not one plain address."],
  [
    "a domain in U-label form",
    { to: "reader@bücher.example.org" },
    "The domain of the recipient is not in A-label form.",
  ],
  ["a wrong word about SMTPUTF8", { needsUtf8: true }, "The envelope is wrong about SMTPUTF8."],
];
