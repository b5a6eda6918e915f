import type { Envelope } from "../../../src/model/message.ts";
import type { EmlExpectations } from "../eml-expectations.ts";

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

/** A message without fault. Written by hand, so that the checker is not tested with what it is to check. */
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
