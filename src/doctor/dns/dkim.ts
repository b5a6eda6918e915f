import { type Examination, good, type Judged, problem, unseen, warning } from "../examination.ts";
import { isSameKey } from "./dkim-key.ts";
import type { DnsSeen, SeenKeyRecord } from "./look-at-dns.ts";
import { txtLine } from "./records.ts";

export const dkim: Examination<DnsSeen> = {
  id: "dns/dkim",
  why: "A signature whose key is not in DNS, or is another one there, is worth nothing, and Gmail, Yahoo and Outlook ask for one.",
  helps:
    "Publish the record that `npx letterpress dkim` prints, and leave it there for as long as readers keep mail.",
  judge({ keys }) {
    if (keys.length === 0)
      return [
        unseen(
          "Messages are not signed here (letterpress.yaml names no key), so the relay has to; a test mail shows whether it does: npx letterpress doctor --probe",
        ),
      ];
    return keys.map((key) => withWanted(judgeKey(key), key));
  },
};

function judgeKey({ name, answer, published, wanted }: SeenKeyRecord): Judged {
  if (answer.status === "unanswered")
    return (answer.isBroken ? problem : unseen)(
      `The record cannot be looked up: ${answer.why}.`,
      undefined,
      name,
    );
  const [key, ...others] = published;
  if (key === undefined)
    return problem("There is no record, so nobody can verify the signatures.", undefined, name);
  if (others.length > 0)
    return problem(
      `There are ${published.length} records where one is allowed.`,
      "Leave the one below.",
      name,
    );
  if (key.status === "revoked")
    return problem(
      'The record says "p=" and nothing else: the key was taken back.',
      "Publish it again, or sign with a new key and a new selector.",
      name,
    );
  if (key.status === "faulty")
    return problem(`The record ${key.why}.`, "Put the one below in its place.", name);
  if (wanted === undefined)
    return unseen(
      `The record has a key of ${key.bits} bits; whether it is the right one cannot be told without the private key.`,
      name,
    );
  if (!isSameKey(key.key, wanted.key))
    return problem(
      "The record has another key than the one that signs here, so every signature fails.",
      "Put the one below in its place, or give the new key a selector of its own.",
      name,
    );
  if (key.isTesting)
    return warning(
      'The key is published, with "t=y": receivers may treat the mail as if it was not signed.',
      "Take t=y out of the record.",
      name,
    );
  return good("The public key is published, and belongs to the private key.", name);
}

function withWanted(judged: Judged, { wanted }: SeenKeyRecord): Judged {
  if (wanted === undefined || judged.verdict !== "problem") return judged;
  return { ...judged, records: [txtLine(wanted.record.name, wanted.record.value)] };
}
