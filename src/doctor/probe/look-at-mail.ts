import type { Clock } from "../../base/clock.ts";
import type { Dns } from "../dns/dns.ts";
import {
  type Alignment,
  alignmentOf,
  type PolicyInForce,
  policyInForce,
  type TreeWalk,
  walkTree,
} from "../dns/dmarc/walk-tree.ts";
import { domainOf } from "../../base/address.ts";
import { type SpfResult, walkSpf } from "../dns/spf/walk-spf.ts";
import {
  type AuthenticationResults,
  clientAddress,
  readAuthenticationResults,
} from "./authentication-results.ts";
import { addressIn, type ArrivedMail, readMail, valuesOfHeader } from "./arrived-mail.ts";
import { type SeenSignature, verifyDkim } from "./verify-dkim.ts";

/** A test mail as somebody received it. */
export interface MailSeen {
  /** Which of several it is, for people: the relay, or the file. */
  readonly about: string;
  readonly mail: ArrivedMail;
  readonly siteUrl: string;
  /** The domain that we send with as the return path. */
  readonly wantedReturnPath: string;
  readonly from?: string;
  /** The address that the receiving host has written down; empty in a bounce, undefined when it wrote none. */
  readonly returnPath?: string;
  readonly told?: AuthenticationResults;
  readonly signatures: readonly (SeenSignature & { readonly alignment: Alignment })[];
  /** Where the mail came from, and what SPF says of that; undefined when nobody wrote it down. */
  readonly spf?: { readonly address: string; readonly result: SpfResult; readonly alignment: Alignment };
  readonly policy?: PolicyInForce;
  /** Why the policy is not known; undefined when it is, or when there is none. */
  readonly policyUnanswered?: string;
}

export async function lookAtMail(
  bytes: Buffer,
  about: string,
  given: {
    readonly siteUrl: string;
    readonly returnPath: string;
    readonly dns: Dns;
    readonly clock: Clock;
  },
): Promise<MailSeen> {
  const { siteUrl, returnPath: wantedReturnPath, dns, clock } = given;
  const mail = readMail(bytes);
  const [from] = valuesOfHeader(mail, "from").flatMap((value) => addressIn(value) ?? []);
  const [written] = valuesOfHeader(mail, "return-path");
  const returnPath = written === undefined ? undefined : (addressIn(written) ?? "");
  const told = readAuthenticationResults(mail);
  const seen = {
    about,
    mail,
    siteUrl,
    wantedReturnPath,
    ...(from === undefined ? {} : { from }),
    ...(returnPath === undefined ? {} : { returnPath }),
    ...(told === undefined ? {} : { told }),
  };
  const signatures = await verifyDkim(mail, dns, clock.now() / 1_000);
  if (from === undefined)
    return { ...seen, signatures: signatures.map((one) => ({ ...one, alignment: "apart" })) };
  const tree = await walkTree(dns, domainOf(from));
  const policy = policyInForce(domainOf(from), tree, true);
  const policyUnanswered = tree.steps.find(({ unanswered }) => unanswered !== undefined)?.unanswered;
  const isStrict = policy?.record.strictDkim === true;
  const spf = await seenSpf(mail, returnPath ?? "", tree, policy, dns);
  return {
    ...seen,
    signatures: await Promise.all(
      signatures.map(async (one) => ({
        ...one,
        alignment: alignmentOf(tree, await walkTree(dns, one.domain), isStrict),
      })),
    ),
    ...(spf === undefined ? {} : { spf }),
    ...(policy === undefined ? {} : { policy }),
    ...(policy !== undefined || policyUnanswered === undefined ? {} : { policyUnanswered }),
  };
}

async function seenSpf(
  mail: ArrivedMail,
  returnPath: string,
  tree: TreeWalk,
  policy: PolicyInForce | undefined,
  dns: Dns,
): Promise<MailSeen["spf"]> {
  const address = clientAddress(mail);
  if (address === undefined || returnPath === "") return undefined;
  const domain = domainOf(returnPath);
  const { result } = await walkSpf(dns, domain, { ip: address, sender: returnPath, helo: domain });
  const isStrict = policy?.record.strictSpf === true;
  return { address, result, alignment: alignmentOf(tree, await walkTree(dns, domain), isStrict) };
}
