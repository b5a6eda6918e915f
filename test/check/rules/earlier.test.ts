import { describe, expect, test } from "@jest/globals";
import { checkIssue } from "../../../src/check/check-issue.ts";
import { type EarlierIssue, issueShelf, samePage } from "../../../src/check/earlier-issues.ts";
import { linkAgain } from "../../../src/check/rules/link-again.ts";
import { subjectAgain } from "../../../src/check/rules/subject-again.ts";
import { checkContext } from "../../../src/config/check-context.ts";
import { letter, line, link, paragraph, sponsor } from "../../support/issue-builder.ts";
import { issueText, tempProject } from "../../support/temp-project.ts";
import { findings } from "./findings-of.ts";

function issueWith(file: string, ...pages: readonly string[]): EarlierIssue {
  return { file: `issues/${file}.yaml`, day: "2025-01-01", subject: "a quiet week", pages: new Set(pages) };
}

const linked = (url: string) => letter(paragraph(link(url, "words")));

describe("a subject", () => {
  test("that an earlier issue had is told", () => {
    const issue = { subject: line("A  Quiet Week") };
    expect(findings(subjectAgain, { issue, earlier: [issueWith("one")] })).toEqual([
      expect.stringContaining("the subject is that of issues/one.yaml. Say what is in this issue."),
    ]);
    expect(
      findings(subjectAgain, { issue: { subject: line("A loud week") }, earlier: [issueWith("one")] }),
    ).toEqual([]);
  });
});

describe("a link", () => {
  const page = "example.org/story";

  test("that was in an earlier issue is told, and a sponsor's as such", () => {
    const blocks = [
      linked("https://www.example.org/story/?utm_source=x"),
      sponsor({ url: line("https://example.org/acme") }),
    ];
    const earlier = [issueWith("two", "example.org/acme"), issueWith("one", page)];
    expect(findings(linkAgain, { issue: { blocks }, earlier })).toEqual([
      expect.stringContaining("the link to example.org/story was in issues/one.yaml already."),
      expect.stringContaining("the sponsor's link to example.org/acme was in issues/two.yaml already."),
    ]);
  });

  test("that is in every issue is not, nor one to the newsletter's own site, nor one of long ago", () => {
    const many = ["c", "b", "a"].map((name) => issueWith(name, page));
    expect(
      findings(linkAgain, { issue: { blocks: [linked("https://example.org/story")] }, earlier: many }),
    ).toEqual([]);
    const own = { blocks: [linked("https://news.example.org/about")] };
    expect(findings(linkAgain, { issue: own, earlier: [issueWith("a", "news.example.org/about")] })).toEqual(
      [],
    );
    const old = [...Array.from({ length: 26 }, (_, index) => issueWith(`n${index}`)), issueWith("old", page)];
    expect(
      findings(linkAgain, { issue: { blocks: [linked("https://example.org/story")] }, earlier: old }),
    ).toEqual([]);
  });

  test.each([
    ["https://example.org/", undefined],
    ["mailto:ada@example.org", undefined],
    ["https://www.example.org/a/?utm_campaign=b&id=1#top", "example.org/a?id=1"],
    ["http://example.org/a", "example.org/a"],
  ])("%s is the page %s", (url, is) => {
    expect(samePage(url)).toBe(is);
  });
});

test("check finds what an earlier issue of the folder had, and nothing of a later one", async () => {
  const text = (date: string) =>
    issueText({ letter: "See [the press](https://example.org/story)." }).replace("2026-09-01", date);
  await using project = await tempProject({
    "2026-09-01-one": text("2026-09-01"),
    "2026-09-08-two": text("2026-09-08"),
    "2026-09-15-broken": "subject: A quiet week\ndate: [\n",
  });
  const { config } = project;
  if (config.lists[0] === undefined) throw new Error("the sample has a list");
  const context = { ...checkContext(config, config.lists[0]), issues: issueShelf(project.root) };
  const codes = async (id: string) =>
    (await checkIssue(context, `issues/${id}.yaml`)).problems.map(({ code }) => code);
  expect(await codes("2026-09-01-one")).toEqual([]);
  expect(await codes("2026-09-08-two")).toEqual(["check/subject-again", "check/link-again"]);
});
