import { connect } from "node:net";
import { faultText } from "../../../base/errors.ts";
import type { SpamAnswer, SpamFilter } from "./spam-filter.ts";
import { parseHits } from "./spam-report.ts";

/** Where spamd listens. */
export type SpamdPlace = { readonly host: string; readonly port: number } | { readonly path: string };

/*
 * The protocol of spamd, as far as it is needed here (spamd/PROTOCOL of SpamAssassin). We write a head like that of
 * HTTP and the message, and close our half:
 *
 *     REPORT SPAMC/1.5
 *     Content-length: 1234
 *
 *     <message>
 *
 * It answers in the same way and closes: a line with a number (0 is good), `Spam: True ; 5.3 / 5.0`, an empty line, the
 * report. To PING it answers PONG.
 */

/** Rules that ask the network may take half a minute. */
const timeoutMs = 90_000;
/** A report has a few kilobytes; who sends more is not spamd. */
const mostBytes = 1024 * 1024;

export function spamd(place: SpamdPlace): SpamFilter {
  return {
    async score(message) {
      const answer = await ask(
        place,
        [`REPORT SPAMC/1.5\r\nContent-length: ${message.length}\r\n\r\n`, message],
        timeoutMs,
      );
      return answer.status === "answered" ? scored(answer.text) : { status: "failed", words: answer.words };
    },
  };
}

/** Whether a spamd listens there; undefined, or why not. */
export async function whyNoSpamd(place: SpamdPlace): Promise<string | undefined> {
  const answer = await ask(place, ["PING SPAMC/1.5\r\n\r\n"], 5_000);
  if (answer.status === "failed") return answer.words;
  return /^SPAMD\/[\d.]+ 0 PONG/.test(answer.text)
    ? undefined
    : "what listens there does not speak as spamd does";
}

type Answered =
  | { readonly status: "answered"; readonly text: string }
  | { readonly status: "failed"; readonly words: string };

function ask(place: SpamdPlace, written: readonly (string | Buffer)[], limitMs: number): Promise<Answered> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const socket = connect("path" in place ? { path: place.path } : place);
    const end = (answer: Answered) => {
      resolve(answer);
      socket.destroy();
    };
    socket.setTimeout(limitMs, () => end({ status: "failed", words: "no answer came in time" }));
    socket.on("error", (fault) => end({ status: "failed", words: faultText(fault) }));
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > mostBytes) end({ status: "failed", words: "its answer has no end" });
    });
    socket.on("end", () => end({ status: "answered", text: Buffer.concat(chunks).toString("utf8") }));
    for (const piece of written) socket.write(piece);
    socket.end();
  });
}

function scored(text: string): SpamAnswer {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [, code, words = ""] = /^SPAMD\/[\d.]+ (\d+) ?(.*)/.exec(head) ?? [];
  if (code === undefined) return { status: "failed", words: "what answers does not speak as spamd does" };
  if (code !== "0") return { status: "failed", words: `spamd says ${code} ${words}`.trim() };
  const [, score, threshold] = /^Spam: *\w+ *; *(-?[\d.]+) *\/ *(-?[\d.]+)/im.exec(head) ?? [];
  if (score === undefined) return { status: "failed", words: "spamd gives no score" };
  const hits = parseHits(rest.join("\r\n\r\n"));
  return { status: "scored", report: { score: Number(score), threshold: Number(threshold), hits } };
}
