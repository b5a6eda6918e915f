import { type Problem, problem } from "../base/problem.ts";
import type { Line } from "../model/prose.ts";
import { hostIsFixed } from "./open-slots.ts";

/** A link must lead to the web or to a mailbox, and to the same host for every reader. */
export function checkLink(url: Line): readonly Problem[] {
  const parts = url.parts.map((part) => (typeof part === "string" ? part : "x"));
  const whole = parts.join("").trim();
  const [first] = url.parts;
  const beginning = typeof first === "string" ? first.trim() : "";
  if (url.parts.length > 1 && !hostIsFixed(beginning) && (beginning === "" || linkPattern.test(whole)))
    return [
      problem(
        url.at,
        "render/slot-begins-url",
        "a merge field stands in the scheme or the host of a link.",
        "Readers may only fill what follows https://host/, so that no value can lead elsewhere.",
      ),
    ];
  if (linkPattern.test(whole)) return [];
  return [
    problem(
      url.at,
      "render/link-scheme",
      `the link "${whole.slice(0, 60)}" is not a whole address of the web or of a mailbox.`,
      "Begin it with https:// or mailto:, and let no space stand in it.",
    ),
  ];
}

const linkPattern = /^(?:https?:\/\/[^/?#\s\\]\S*|mailto:\S+)$/i;
