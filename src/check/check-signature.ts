import { type Problem, problem } from "../base/problem.ts";
import type { Issue } from "../model/issue.ts";
import { recordName, type SigningKey, speaksFor } from "../model/signing-key.ts";

/**
 * Whether the keys of the newsletter can sign for the sender that this issue says. (Those for the newsletter's own
 * sender are found when letterpress.yaml is read.)
 */
export function checkSignature(
  { sender, at: issueAt }: Issue,
  signedBy: readonly Pick<SigningKey, "domain" | "selector">[],
): readonly Problem[] {
  if (sender?.fromEmail === undefined) return [];
  const { fromEmail, at } = sender;
  return signedBy
    .filter(({ domain }) => !speaksFor(domain, fromEmail))
    .map((key) =>
      problem(
        at.from ?? issueAt,
        "check/dkim-domain",
        `mail from ${fromEmail} cannot be signed by ${recordName(key)}: to receivers that would be a stranger's signature.`,
        `Choose an address at ${key.domain}, or sign with a domain above both in letterpress.yaml.`,
      ),
    );
}
