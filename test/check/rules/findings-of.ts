import { formatProblem } from "../../../src/base/problem.ts";
import type { EarlierIssue } from "../../../src/check/earlier-issues.ts";
import { pageOf } from "../../../src/check/page.ts";
import { findingsOf, type Rule, type RuleSubject } from "../../../src/check/rule.ts";
import { type Edition, editionOf } from "../../../src/model/edition.ts";
import type { ImageFile } from "../../../src/model/issue.ts";
import type { Sender } from "../../../src/model/sender.ts";
import type { BlockExtent } from "../../../src/render/render-issue.ts";
import { type GivenIssue, issue, selection, sender } from "../../support/issue-builder.ts";

/** What one rule finds, a line each: `warning issues/….yaml:1:1 …. [check/…]`. */
export function findings(
  rule: Rule,
  given: {
    readonly issue?: GivenIssue;
    readonly html?: Edition["html"];
    readonly images?: readonly ImageFile[];
    readonly earlier?: readonly EarlierIssue[];
    readonly sender?: Partial<Sender>;
    readonly relayHosts?: readonly string[];
    readonly signedBy?: RuleSubject["signedBy"];
    readonly extents?: readonly BlockExtent[];
  },
): readonly string[] {
  const words = { subject: ["A subject"], preheader: ["A preheader"], text: ["Hello."], attachments: [] };
  const edition = editionOf({
    variant: "all",
    language: "en",
    ...words,
    html: given.html ?? ["<p>Hello.</p>"],
  });
  const subject = {
    issue: issue(given.issue),
    selection: selection(given.issue),
    edition,
    sender: sender(given.sender),
    senderAt,
    images: given.images ?? [],
    earlier: given.earlier ?? [],
    page: pageOf(edition.html, given.extents ?? []),
    colours,
    relayHosts: given.relayHosts ?? [],
    signedBy: given.signedBy ?? [],
  };
  return findingsOf([rule], subject).map((one) => `${one.severity} ${formatProblem(one)}`);
}

const inConfig = (line: number) => ({ file: "letterpress.yaml", line, column: 1 });
const senderAt: RuleSubject["senderAt"] = {
  from: inConfig(2),
  replyTo: inConfig(3),
  postalAddress: inConfig(4),
  siteUrl: inConfig(5),
  listId: inConfig(6),
  bounceDomain: inConfig(7),
};

const colours = {
  light: { page: "#eeeeee", paper: "#ffffff", ink: "#111111" },
  dark: { page: "#000000", paper: "#111111", ink: "#eeeeee" },
};
