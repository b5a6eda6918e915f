import { describe, expect, test } from "@jest/globals";
import { checkIssue } from "../../../src/check/check-issue.ts";
import { type EarlierIssue, issueShelf, samePage } from "../../../src/check/earlier-issues.ts";
import { linkAgain } from "../../../src/check/rules/link-again.ts";
import { preheaderAgain } from "../../../src/check/rules/preheader-again.ts";
import { sponsorAgain } from "../../../src/check/rules/sponsor-again.ts";
import { subjectAgain } from "../../../src/check/rules/subject-again.ts";
import { checkContext } from "../../../src/config/check-context.ts";
import { letter, line, link, paragraph, sponsor } from "../../support/issue-builder.ts";
import { issueText, tempProject } from "../../support/temp-project.ts";
import { findings } from "./findings-of.ts";

function issueWith(file: string, ...pages: readonly string[]): EarlierIssue {
  return {
    file: `issues/${file}.yaml`,
    day: "2025-01-01",
    subject: "a quiet week",
    preheader: "",
    pages: new Set(pages),
    sponsors: new Set(),
  };
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

test("a preheader that an earlier issue had is told", () => {
  const issue = { preheader: line("What  happened") };
  const before = { ...issueWith("one"), preheader: "what happened" };
  expect(findings(preheaderAgain, { issue, earlier: [before] })).toEqual([
    expect.stringContaining("the preheader is that of issues/one.yaml. Say what is in this issue."),
  ]);
  expect(findings(preheaderAgain, { issue, earlier: [issueWith("one")] })).toEqual([]);
});

describe("a sponsor", () => {
  const issue = { blocks: [sponsor({ name: line("Acme  Type") }), letter("Acme Type")] };
  const placed = (file: string) => ({ ...issueWith(file), sponsors: new Set(["acme type"]) });

  test("who was in an earlier issue is told", () => {
    expect(
      findings(sponsorAgain, { issue, earlier: [issueWith("three"), placed("two"), placed("one")] }),
    ).toEqual([expect.stringContaining("the sponsor Acme  Type was in issues/two.yaml already.")]);
  });

  test("who is new, who comes in every issue, and who came long ago is not", () => {
    expect(findings(sponsorAgain, { issue, earlier: [issueWith("one")] })).toEqual([]);
    expect(findings(sponsorAgain, { issue, earlier: ["c", "b", "a"].map(placed) })).toEqual([]);
    const twelve = Array.from({ length: 12 }, (_, index) => issueWith(`n${index}`));
    expect(findings(sponsorAgain, { issue, earlier: [...twelve, placed("old")] })).toEqual([]);
  });

  test.each([
    "  - sponsor:\n      name: Acme Type\n      url: https://example.org\n  - letter: name: other",
    '  - sponsor: { url: "https://example.org", name: "Acme Type", body: Lead. }',
    "  - sponsor:\r\n      url: https://example.org\r\n      name: Acme Type\r\n",
  ])("is found however it is written: %j", async (text) => {
    await using project = await tempProject({ "2025-01-01-one": `date: 2025-01-01\nblocks:\n${text}` });
    const [before] = await issueShelf(project.root).before("2025-02-01");
    expect([...(before?.sponsors ?? [])]).toEqual(["acme type"]);
  });
});

describe("a link", () => {
  const page = "example.org/news/story";

  test("that was in an earlier issue is told, but not a sponsor's, who has a rule", () => {
    const blocks = [
      linked("https://www.example.org/news/story/?utm_source=x"),
      sponsor({ url: line("https://example.org/shop/acme") }),
    ];
    const earlier = [issueWith("two", "example.org/shop/acme"), issueWith("one", page)];
    expect(findings(linkAgain, { issue: { blocks }, earlier })).toEqual([
      expect.stringContaining("the link to example.org/news/story was in issues/one.yaml already."),
    ]);
  });

  test("that is in every issue is not, nor one to the newsletter's own site, nor one of long ago", () => {
    const many = ["c", "b", "a"].map((name) => issueWith(name, page));
    expect(
      findings(linkAgain, { issue: { blocks: [linked("https://example.org/news/story")] }, earlier: many }),
    ).toEqual([]);
    const own = { blocks: [linked("https://news.example.org/about")] };
    expect(findings(linkAgain, { issue: own, earlier: [issueWith("a", "news.example.org/about")] })).toEqual(
      [],
    );
    const people = ["example.org/u/ada", "example.org/ada_l", "example.org/@ada", "example.org/download"];
    const named = { blocks: people.map((one) => linked(`https://${one}`)) };
    expect(findings(linkAgain, { issue: named, earlier: [issueWith("a", ...people)] })).toEqual([]);
    const blocks = [linked("https://example.org/how-paper-is-made"), linked("https://example.org/?p=7")];
    const shown = issueWith("a", "example.org/how-paper-is-made", "example.org/?p=7");
    expect(findings(linkAgain, { issue: { blocks }, earlier: [shown] })).toHaveLength(1);
    expect(findings(linkAgain, { issue: { blocks }, earlier: [{ ...shown, day: "2024-08-01" }] })).toEqual(
      [],
    );
    const old = [...Array.from({ length: 26 }, (_, index) => issueWith(`n${index}`)), issueWith("old", page)];
    expect(
      findings(linkAgain, { issue: { blocks: [linked("https://example.org/news/story")] }, earlier: old }),
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
    issueText({ letter: "See [the press](https://example.org/news/story)." }).replace("2026-09-01", date);
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
  expect(await codes("2026-09-08-two")).toEqual([
    "check/subject-again",
    "check/preheader-again",
    "check/link-again",
  ]);
});
