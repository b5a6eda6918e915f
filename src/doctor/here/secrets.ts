import { envFile } from "../../config/env-file.ts";
import { type Examination, good, problem, unseen, warning } from "../examination.ts";
import type { HereSeen } from "./look-here.ts";

export const dkimKeys: Examination<Pick<HereSeen, "keys">> = {
  id: "here/dkim-keys",
  why: "A send without one of its keys is refused, and a key that others can read lets them sign as you.",
  helps: "Put the key where letterpress.yaml says, readable by its owner only: chmod 600 keys/news.pem",
  judge({ keys }) {
    if (keys.length === 0) return [unseen("letterpress.yaml names no key: the relay has to sign.")];
    return keys.map(({ name, kind = "", problem: found }) =>
      found === undefined
        ? good(`The private key can be read, by nobody else, and signs: ${kind}.`, name)
        : problem(capital(`${found.message}`), found.remedy, name),
    );
  },
};

export const relaySecrets: Examination<
  Pick<HereSeen, "secrets" | "unfilledRelays" | "envFault" | "isEnvFileOpen">
> = {
  id: "here/relay-secrets",
  why: "Without its password a relay takes no mail.",
  helps: "Write it into .env beside letterpress.yaml, or name a file that only its owner can read.",
  judge({ secrets, unfilledRelays, envFault, isEnvFileOpen }) {
    const each = secrets.flatMap(({ relay, fault }) => {
      if (fault === undefined)
        // A password for the example is no good news.
        return unfilledRelays.includes(relay) ? [] : [good("What it needs to log in is here.", relay)];
      return [
        problem(fault.message, fault.remedy.replace("npx letterpress …", "npx letterpress doctor"), relay),
      ];
    });
    return [
      ...(envFault === undefined ? [] : [problem(envFault.message, envFault.remedy, envFile)]),
      ...each,
      ...(isEnvFileOpen ? [othersCanRead] : []),
    ];
  },
};

const othersCanRead = warning(
  "Others on this machine can read it, and the passwords in it.",
  `Run: chmod 600 ${envFile}`,
  envFile,
);

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
