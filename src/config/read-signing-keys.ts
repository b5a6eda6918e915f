import { LetterpressError } from "../base/errors.ts";
import { readPrivateKey } from "../base/private-key.ts";
import { type Problem, problem } from "../base/problem.ts";
import { recordName, type SigningKey } from "../model/signing-key.ts";
import type { DkimConfig } from "./config.ts";
import { readSecret } from "./read-secret.ts";
import { noSecret } from "../model/noticed/no-secret.ts";
import { finding } from "../model/rule.ts";

/**
 * The keys that `dkim` names, from `environment` and from files that only their owner can read. A key that is not here
 * is a warning, since who writes an issue need not have it; one that cannot sign is an error. A send needs all of them.
 */
export async function readSigningKeys(
  dkim: readonly DkimConfig[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly keys: readonly SigningKey[]; readonly problems: readonly Problem[] }> {
  const keys: SigningKey[] = [];
  const problems: Problem[] = [];
  for (const { domain, selector, key: place, at } of dkim) {
    const owner = recordName({ domain, selector });
    try {
      const privateKeyPem = await readSecret(place, { noun: "key", owner }, environment);
      const read = readPrivateKey(privateKeyPem);
      if (read.status === "valid") keys.push({ domain, selector, privateKeyPem });
      else problems.push(problem(at, "config/dkim-key", `the key of ${owner} ${read.reason}.`, read.remedy));
    } catch (fault) {
      if (!(fault instanceof LetterpressError)) throw fault;
      const { message, remedy } = fault;
      problems.push(finding(at, noSecret, message.replace(/^The/, "the"), remedy));
    }
  }
  return { keys, problems };
}
