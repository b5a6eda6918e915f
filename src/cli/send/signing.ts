import { LetterpressError } from "../../base/errors.ts";
import { formatProblem } from "../../base/problem.ts";
import type { Config } from "../../config/config.ts";
import { readSigningKeys } from "../../config/read-signing-keys.ts";
import { dkimSigner, type Signer } from "../../message/dkim/signer.ts";
import { type SigningKey, speaksFor } from "../../model/signing-key.ts";
import { showProblems } from "../show-problems.ts";
import { secretsOf, signingKeysHere } from "../secrets.ts";
import type { Terminal } from "../terminal.ts";

/**
 * The keys that a mailing is signed with, or a LetterpressError: nobody is sent mail unsigned that is meant to be
 * signed.
 */
export async function signingKeys(config: Config, terminal: Terminal): Promise<readonly SigningKey[]> {
  const { keys, problems } = await readSigningKeys(config.dkim, secretsOf(terminal, config));
  if (problems.length === 0) return keys;
  throw new LetterpressError(
    "config/unsigned",
    `Messages cannot be signed:\n${problems.map(formatProblem).join("\n")}\n`,
    "Nothing was sent. Mend it and try again.",
  );
}

/**
 * Signers for a message that is only shown, which comes from `from`. What is wrong with a key is shown, and the message
 * is then made without its signature.
 */
export async function signersToShow(
  config: Config,
  terminal: Terminal,
  from: string,
): Promise<readonly Signer[]> {
  const { keys, problems } = await signingKeysHere(terminal, config);
  showProblems(terminal, problems);
  if (problems.length > 0) terminal.note("The message is shown without the signatures of these keys.");
  return keys.filter(({ domain }) => speaksFor(domain, from)).map(dkimSigner);
}
