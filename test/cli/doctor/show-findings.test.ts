import { expect, test } from "@jest/globals";
import { showFindings } from "../../../src/cli/doctor/show-findings.ts";

test("words of strangers do nothing to the terminal", () => {
  const lines: string[] = [];
  const evil = (text: string) => `${text}\u001b]0;pwned\u0007\u001b[2J\u009b31m\r\u202e`;
  showFindings({ print: (line = "") => void lines.push(line), style: (_style, text) => text }, [
    {
      examination: "dns/spf",
      part: "dns",
      verdict: "problem",
      about: evil("news.example.org"),
      says: evil("It says v=spf1."),
      remedy: evil("Leave one."),
      records: [evil('news.example.org. TXT "v=spf1 -all"')],
    },
  ]);
  const [, finding = "", remedy = "", record = ""] = lines;
  expect(finding).toContain("news.example.org ]0;pwned");
  expect(finding).toContain("It says v=spf1.");
  expect(remedy).toContain("Leave one.");
  expect(record).toContain('news.example.org. TXT "v=spf1 -all"');
  expect(lines.join("")).not.toMatch(/[\p{Cc}\u202e]/u);
});
