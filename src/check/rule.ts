import { type Fix, type Position, type Problem, problem, type Severity, withFix } from "../base/problem.ts";
import type { EarlierIssue } from "./earlier-issues.ts";
import type { Edition } from "../model/edition.ts";
import type { ImageFile, Issue } from "../model/issue.ts";
import type { Selection } from "../model/selection.ts";
import type { RuleHead } from "../model/rule.ts";
import type { Sender, SenderPlaces } from "../model/sender.ts";
import type { SigningKey } from "../model/signing-key.ts";
import type { Theme } from "../render/template/theme.ts";
import type { Page } from "./page.ts";

/** One thing to look at before an issue may go out. Each rule is one file in `rules/`. */
export interface Rule extends RuleHead {
  check(subject: RuleSubject): readonly Finding[];
}

/** One variant of an issue, written and rendered. */
export interface RuleSubject {
  readonly issue: Issue;
  /** What the variant of the edition has of the issue. */
  readonly selection: Selection;
  readonly edition: Edition;
  readonly sender: Sender;
  /** Where it is said who that is: in the issue, or in letterpress.yaml. */
  readonly senderAt: SenderPlaces;
  /** The pictures of the issue that were found. */
  readonly images: readonly ImageFile[];
  /** The issues before this one, the latest first. */
  readonly earlier: readonly EarlierIssue[];
  /** The HTML of the edition. */
  readonly page: Page;
  /** The colours of the template, by their names. */
  readonly colours: Theme["colours"];
  /** The hosts that messages are handed to. */
  readonly relayHosts: readonly string[];
  /** What messages are signed with. */
  readonly signedBy: readonly Pick<SigningKey, "domain" | "selector">[];
}

/** What a rule has found: whole sentences, as in a Problem. */
export interface Finding {
  readonly at: Position;
  readonly message: string;
  readonly remedy: string;
  /** Where one finding of a rule is worse, or less bad, than the others. */
  readonly severity?: Severity;
  readonly fix?: Fix;
}

/** What was found by something that looks for several rules at once. */
export interface FoundByRule extends Finding {
  readonly rule: RuleHead;
}

/** What all rules find in a variant. */
export function findingsOf(rules: readonly Rule[], subject: RuleSubject): readonly Problem[] {
  return rules.flatMap((rule) =>
    rule.check(subject).map(({ at, message, remedy, severity = rule.severity, fix }) => {
      const found = { ...problem(at, rule.id, message, remedy), severity };
      return fix === undefined ? found : withFix(found, fix.was, fix.becomes);
    }),
  );
}
