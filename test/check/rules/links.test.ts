import { describe, expect, test } from "@jest/globals";
import { linkShortener } from "../../../src/check/rules/link-shortener.ts";
import { linkTracking } from "../../../src/check/rules/link-tracking.ts";
import { linkTwice } from "../../../src/check/rules/link-twice.ts";
import {
  brief,
  briefs,
  feature,
  letter,
  line,
  link,
  paragraph,
  signoff,
  strong,
} from "../../support/issue-builder.ts";
import { findings } from "./findings-of.ts";

const linked = (url: string, words = "the words") => letter(paragraph("See ", strong(link(url, words))));

describe("a short link", () => {
  test("hides where it leads, in prose and in the link of a block", () => {
    const blocks = [linked("https://bit.ly/3xYz"), briefs(brief("One", { url: line("https://www.t.co/a") }))];
    expect(findings(linkShortener, { issue: { blocks } })).toEqual([
      "warning issues/2025-02-14-test.yaml:1:1 the link to bit.ly hides where it leads. Open it, and write the address it leads to. [check/link-shortener]",
      expect.stringContaining("the link to t.co hides"),
    ]);
  });

  test("is not every short name, nor one that only stands in the path", () => {
    const blocks = [linked("https://rabbit.ly/a"), linked("https://example.org/bit.ly")];
    expect(findings(linkShortener, { issue: { blocks } })).toEqual([]);
  });
});

describe("traces of where an address was copied", () => {
  test("are named, and the address without them is given", () => {
    const blocks = [linked("https://example.org/a?utm_source=us&fbclid=Iw&page=2&mc_eid=x#end")];
    expect(findings(linkTracking, { issue: { blocks } })).toEqual([
      "warning issues/2025-02-14-test.yaml:1:1 the link carries the traces of where it was copied: fbclid, mc_eid. Write https://example.org/a?utm_source=us&page=2#end [check/link-tracking]",
    ]);
  });

  test("are not an editor's own parameters", () => {
    const blocks = [linked("https://example.org/a?utm_source=news&id=1"), linked("mailto:ada@example.org")];
    expect(findings(linkTracking, { issue: { blocks } })).toEqual([]);
  });
});

describe("two links", () => {
  test("to one page under two names are told, and so are two pages under one name", () => {
    const blocks = [
      feature({ body: [paragraph(link("https://example.org/press", "the press"))] }),
      feature({ body: [paragraph(link("https://example.org/press", "a machine"))] }),
      signoff(paragraph(link("https://example.org/other", "The  Press"))),
    ];
    expect(findings(linkTwice, { issue: { blocks } })).toEqual([
      expect.stringContaining('this page is linked as "the press" in line 1 already. Link each page once'),
      expect.stringContaining('the link "the press" in line 1 leads to another page.'),
    ]);
  });

  test("in one block, with one name for one page, and without words of their own are not", () => {
    const blocks = [
      letter(paragraph(link("https://example.org/a", "one"), " ", link("https://example.org/a", "the same"))),
      signoff(paragraph(link("https://example.org/a", "one"))),
      briefs(brief("One", { url: line("https://example.org/a") })),
    ];
    expect(findings(linkTwice, { issue: { blocks } })).toEqual([]);
  });

  test("are not told where a letter says what comes, nor where words of a sentence are no name", () => {
    const told = (words: string, url: string) => feature({ body: [paragraph(link(url, words))] });
    const page = "https://example.org/press";
    const other = "https://example.org/other";
    const of = (...blocks: Parameters<typeof told>[]) =>
      findings(linkTwice, { issue: { blocks: blocks.map((one) => told(...one)) } });
    expect(
      findings(linkTwice, { issue: { blocks: [linked(page, "The Press"), told("A machine", page)] } }),
    ).toEqual([]);
    expect(of(["merged", page], ["A machine", page])).toEqual([]);
    expect(of(["wrote", page], ["wrote", other])).toEqual([]);
    expect(of(["an email", page], ["an email", other])).toEqual([]);
    expect(of(["Type 12", page], ["Type 12", other])).toHaveLength(1);
  });
});
