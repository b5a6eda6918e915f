import { type Examination, good, type Judged, warning } from "../examination.ts";
import { sizeWords } from "../size-words.ts";
import type { RelaySeen } from "./look-at-relay.ts";

export const extensions: Examination<RelaySeen> = {
  id: "relay/extensions",
  why: "What the relay offers decides how fast mail can be handed over, how large it may be, and which addresses it can go to.",
  helps: "Ask whoever runs the relay for what is missing, or use another one.",
  judge({ relay, visit, beyondAscii }) {
    if (visit === undefined || "module" in relay) return [];
    const offered = new Set(visit.extensions.map(keyword));
    const names = known.filter((name) => offered.has(name));
    const missing = known.filter((name) => !offered.has(name));
    const most = sizeLimit(visit.extensions);
    const says = [
      names.length === 0
        ? "It offers none of what helps."
        : `It offers ${names.map((name) => nameWords(name, most)).join(", ")}.`,
      ...(missing.length === 0 ? [] : [`It lacks ${missing.join(", ")}.`]),
    ].join(" ");
    return [
      good(says, relay.name),
      ...troubles({ offered, most, depth: relay.depth, beyondAscii }, relay.name),
    ];
  },
};

/** Bytes that a message may have, as the relay says (RFC 1870); undefined when it sets no limit. */
export function sizeLimit(lines: readonly string[]): number | undefined {
  const [, written = "0"] =
    /^SIZE (\d{1,15})/i.exec(lines.find((line) => keyword(line) === "SIZE") ?? "") ?? [];
  return Number(written) || undefined;
}

export function keyword(line: string): string {
  return (line.split(" ")[0] ?? "").toUpperCase();
}

interface Offer {
  readonly offered: ReadonlySet<string>;
  readonly most: number | undefined;
  readonly depth: number;
  readonly beyondAscii: number;
}

function troubles({ offered, most, depth, beyondAscii }: Offer, about: string): readonly Judged[] {
  const found: Judged[] = [];
  if (!offered.has("PIPELINING"))
    found.push(
      warning(
        "Without PIPELINING each command waits for its answer: four round trips a message instead of two.",
        "Raise the relay's connections, as far as it allows, or use a relay that offers PIPELINING.",
        about,
      ),
    );
  else if (depth > 2 && !offered.has("CHUNKING"))
    found.push(
      warning(
        `The relay's depth is ${depth}, but without CHUNKING no more than 2 messages are on their way on a connection.`,
        "Set its depth to 2, and raise its connections instead.",
        about,
      ),
    );
  if (most !== undefined && most < smallLimit)
    found.push(
      warning(
        `It takes no message above ${sizeWords(most)}.`,
        "Host the pictures (images: hosted), or use a relay that takes larger messages.",
        about,
      ),
    );
  if (beyondAscii > 0 && !offered.has("SMTPUTF8"))
    found.push(
      warning(
        `${beyondAscii.toLocaleString("en")} of the readers have letters before their @ that need SMTPUTF8, which it does not offer: they get nothing through it.`,
        "Add a relay that offers SMTPUTF8, or ask these readers for another address.",
        about,
      ),
    );
  return found;
}

function nameWords(name: string, most: number | undefined): string {
  return name === "SIZE" && most !== undefined ? `SIZE (${sizeWords(most)})` : name;
}

/** 8BITMIME is told and never missed: our messages are ASCII. */
const known = ["SIZE", "PIPELINING", "CHUNKING", "8BITMIME", "SMTPUTF8"];
/** An issue with a few attached pictures. */
const smallLimit = 2 * 1024 * 1024;
