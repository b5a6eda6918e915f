import { expect, test } from "@jest/globals";
import { parseHits, withoutNetwork } from "../../../../src/check/outside/spam/spam-report.ts";

const german = `Software zur Erkennung von "Spam" auf dem Rechner a.press hat die
eingegangene E-mail nicht als Spam erkannt.

Vorschau:  1.0 MILLION readers

Inhaltsanalyse im Detail:   (4.7 Punkte, 5.0 benötigt)

Pkte Regelname              Beschreibung
---- ---------------------- --------------------------------------------------
-0.0 NO_RELAYS              Informational: message was not relayed via SMTP
 0.7 HTML_FONT_LOW_CONTRAST BODY: HTML font color similar or identical to
                            background
 2.9 MONEY_BACK             BODY: Money back guarantee
  10 A_RULE_WITH_A_NAME_LONGER_THAN_ITS_COLUMN Words
-1.9 BAYES_00               BODY: Spamwahrscheinlichkeit nach Bayes-Test: 0-1%
                            [score: 0.0000]

`;

test("the table of a report is read in any language, with what stands below itself, and nothing before it", () => {
  expect(parseHits(german)).toEqual([
    { name: "NO_RELAYS", points: -0, words: "Informational: message was not relayed via SMTP" },
    {
      name: "HTML_FONT_LOW_CONTRAST",
      points: 0.7,
      words: "HTML font color similar or identical to background",
    },
    { name: "MONEY_BACK", points: 2.9, words: "Money back guarantee" },
    { name: "A_RULE_WITH_A_NAME_LONGER_THAN_ITS_COLUMN", points: 10, words: "Words" },
    { name: "BAYES_00", points: -1.9, words: "Spamwahrscheinlichkeit nach Bayes-Test: 0-1% [score: 0.0000]" },
  ]);
  expect(parseHits(german.replaceAll("\n", "\r\n"))).toHaveLength(5);
  expect(parseHits("")).toEqual([]);
});

test("what the network said of a mail that has not travelled does not count", () => {
  const hits = [
    "URIBL_BLOCKED 0.1",
    "RCVD_IN_PBL 3.3",
    "SPF_HELO_NONE 0.0",
    "DKIM_INVALID 0.1",
    "MONEY_BACK 2.9",
  ].map((row) => {
    const [name = "", points] = row.split(" ");
    return { name, points: Number(points), words: "" };
  });
  const { score, hits: left } = withoutNetwork({ score: 6.4, threshold: 5, hits });
  expect({ score, left: left.map(({ name }) => name) }).toEqual({ score: 2.9, left: ["MONEY_BACK"] });
});
