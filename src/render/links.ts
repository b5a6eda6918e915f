import { type Problem, problem } from "../base/problem.ts";
import type { Line } from "../model/prose.ts";
import { hostIsFixed } from "./open-slots.ts";

/** A link must lead to the web or to a mailbox, and to the same host for every reader. */
export function checkLink(url: Line): readonly Problem[] {
  const [first] = url.parts;
  const beginning = typeof first === "string" ? first.trim() : "";
  const whole = url.parts.map((part) => (typeof part === "string" ? part : "x")).join("");
  if (!/^(?:https?:\/\/[^/?#\s\\]|mailto:\S)/i.test(whole) && (url.parts.length === 1 || beginning !== ""))
    return [
      problem(
        url.at,
        "render/link-scheme",
        `the link "${whole.slice(0, 60)}" does not begin with https:// or mailto:.`,
        "Write the whole address, as a browser shows it.",
      ),
    ];
  if (url.parts.length === 1 || hostIsFixed(beginning)) return [];
  return [
    problem(
      url.at,
      "render/slot-begins-url",
      "a merge field stands in the scheme or the host of a link.",
      "Readers may only fill what follows https://host/, so that no value can lead elsewhere.",
    ),
  ];
}
