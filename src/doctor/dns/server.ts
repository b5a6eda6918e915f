import { type Examination, good, unseen } from "../examination.ts";
import type { DnsSeen } from "./look-at-dns.ts";

export const server: Examination<Pick<DnsSeen, "servers" | "silence">> = {
  id: "dns/server",
  why: "While no DNS server answers, nobody can tell what receivers will find there, and the relay's name is not found either.",
  helps: "Name a DNS server that this machine can reach: --resolver and its address.",
  judge({ servers, silence }) {
    const names = servers.join(", ");
    if (silence === undefined) return [good("The DNS server answers.", names)];
    return [
      unseen(
        `Nothing of DNS could be looked at: ${silence}. Name a server that this machine can reach with --resolver.`,
        names,
      ),
    ];
  },
};
