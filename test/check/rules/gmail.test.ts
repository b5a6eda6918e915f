import { describe, expect, test } from "@jest/globals";
import { gmailClip } from "../../../src/check/rules/gmail-clip.ts";
import { gmailStyleSheets } from "../../../src/check/rules/gmail-styles.ts";
import { fieldSlot } from "../../support/message-builder.ts";
import { findings } from "./findings-of.ts";

describe("Gmail's limit", () => {
  const most = 102_400;

  test("is kept by a mail of exactly that many bytes, and not by one more", () => {
    expect(findings(gmailClip, { html: ["x".repeat(most)] })).toEqual([]);
    expect(findings(gmailClip, { html: ["x".repeat(most + 1)] })).toEqual([
      `error issues/2025-02-14-test.yaml:1:1 the mail can have ${most + 1} bytes of HTML, and Gmail cuts it off after ${most}. Shorten the issue, or send its end as a link. [check/gmail-clip]`,
    ]);
  });

  test("counts bytes, not characters", () => {
    expect(findings(gmailClip, { html: ["é".repeat(most / 2)] })).toEqual([]);
    expect(findings(gmailClip, { html: ["é".repeat(most / 2 + 1)] })).toHaveLength(1);
  });

  test("counts each slot as the longest value that a reader can have", () => {
    const slots = [fieldSlot("firstName", "text"), "x", fieldSlot("firstName", "text")];
    expect(findings(gmailClip, { html: ["x".repeat(most - 1 - 2 * 1200), ...slots] })).toEqual([]);
    expect(findings(gmailClip, { html: ["x".repeat(most - 2 * 1200), ...slots] })).toHaveLength(1);
  });
});

describe("Gmail's limit for style sheets", () => {
  const most = 16_384;
  const sheets = (...sizes: readonly number[]) =>
    sizes.map(
      (size) => `<style type="text/css">${"x".repeat(size)}</style><!--<style>for Outlook</style>-->`,
    );

  test("is kept by sheets that have that many bytes together, and not by one more", () => {
    expect(findings(gmailStyleSheets, { html: sheets(most - 100, 100) })).toEqual([]);
    expect(findings(gmailStyleSheets, { html: sheets(most - 100, 101) })).toEqual([
      `warning issues/2025-02-14-test.yaml:1:1 the style sheets of the mail have ${most + 1} bytes, and Gmail reads none that are longer than ${most}. Take rules out of the template's <mj-style>, or write them at the elements. [check/gmail-styles]`,
    ]);
  });
});
