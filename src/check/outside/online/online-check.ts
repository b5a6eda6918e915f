import type { OutsideAnswer, OutsideCheck, OutsideSubject } from "../outside-check.ts";
import type { FoundByRule } from "../../rule.ts";
import { alsoIn } from "../../html-lines.ts";
import { judge } from "./judge.ts";
import type { LinkAsker } from "./link-asker.ts";
import { type Linked, linkedIn } from "./linked.ts";
import { onlineRules } from "./rules/all.ts";
import { linkBroken } from "./rules/link-broken.ts";
import { type UnaskedFor, whyUnasked } from "./why-unasked.ts";

/**
 * Asks for every link and every hosted picture of an issue that may be asked; one finding an address, with all its
 * places.
 */
export function onlineCheck(
  asker: LinkAsker,
  { skip, intranet }: Pick<UnaskedFor, "skip" | "intranet">,
): OutsideCheck {
  return {
    rules: onlineRules,
    async ask(subject): Promise<OutsideAnswer> {
      const unasked: [string, string][] = [];
      const open: Linked[] = [];
      for (const linked of linkedIn(subject)) {
        const why = isUnpublished(linked, subject)
          ? "a draft has not put its pictures online"
          : whyUnasked(linked.url, { siteUrl: subject.sender.siteUrl, skip, intranet });
        if (why === undefined) open.push(linked);
        else unasked.push([linked.url, why]);
      }
      const { answers, asked, remembered, isOffline } = await asker.ask(open.map(({ url }) => url));
      const notes = [`${countOf(asked, "address", "addresses")} asked, ${remembered} known from before.`];
      const findings: FoundByRule[] = [];
      const unclear: [string, string][] = [];
      if (isOffline)
        notes.push("None of them could be reached: this machine may be offline, so none is judged.");
      else
        for (const linked of open) {
          const answer = answers.get(linked.url);
          const found = answer === undefined ? undefined : judge(linked, answer);
          if (found?.status === "unclear") unclear.push([linked.url, found.why]);
          if (found?.status === "bad") findings.push(finding(linked, found));
        }
      return {
        findings,
        notes: [...notes, ...listed("could not be judged", unclear), ...listed("not asked", unasked)],
      };
    },
  };
}

function isUnpublished({ isOwn }: Linked, { issue }: OutsideSubject): boolean {
  return isOwn === true && issue.status === "draft";
}

function finding({ places, isOwn }: Linked, found: Omit<FoundByRule, "at">): FoundByRule {
  const [at, ...others] = places;
  const { rule, message } = found;
  const remedy = isOwn && rule === linkBroken ? publish : found.remedy;
  const also = alsoIn(at, others);
  return { at, rule, message, remedy: `${remedy}${also}` };
}

/** One sentence for each reason. */
function listed(words: string, addresses: readonly (readonly [string, string])[]): readonly string[] {
  const whys = [...new Set(addresses.map(([, why]) => why))];
  return whys.map((why) => {
    const urls = addresses.filter((one) => one[1] === why).map(([url]) => url);
    return `${countOf(urls.length, "address", "addresses")} ${words}, because ${why}: ${urls.join(", ")}`;
  });
}

function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

const publish = "Copy it with npx letterpress assets, and publish the folder before you send.";
