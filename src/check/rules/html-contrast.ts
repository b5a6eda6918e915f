import { contrastOf } from "../../base/contrast.ts";
import { decodeEntities, scanHtml } from "../../base/scan-html.ts";
import { attribute } from "../said-html.ts";
import { htmlLinesOf, placeInHtml } from "../html-lines.ts";
import type { Rule, RuleSubject } from "../rule.ts";

const least = 4.5;
const leastOfLarge = 3;

export const htmlContrast: Rule = {
  id: "check/html-contrast",
  severity: "warning",
  why: "Readers with weak eyes, in the sun, or with a dark screen cannot read this text.",
  example: {
    wrong: ["- html: { body: '<p style=\"color:#bbbbbb;background:#ffffff\">Faint</p>', text: Faint }"],
    right: ["- html: { body: '<p style=\"color:#222222;background:#ffffff\">Clear</p>', text: Clear }"],
  },
  check({ selection, colours, page }) {
    const modes = takesColoursBack.test(page.html) ? (["light"] as const) : (["light", "dark"] as const);
    return htmlLinesOf(selection.blocks).flatMap((html) => {
      const seen = new Set<string>();
      return paintedTexts(html.text).flatMap(({ start, ...paint }) => {
        const worst = faintest(paint, modes, colours);
        if (worst === undefined || seen.has(JSON.stringify(paint))) return [];
        seen.add(JSON.stringify(paint));
        const ratio = Math.floor(worst.ratio * 10) / 10;
        const message = `text in ${worst.ink} on ${worst.ground} has a contrast of ${ratio}:1 in ${worst.mode} mode, and texts need ${worst.least}:1.`;
        const remedy =
          paint.ground === undefined
            ? "Give it a background, too, or leave its colour to the template."
            : "Make one of the two darker, or the other lighter.";
        return [{ at: placeInHtml(html, start), message, remedy }];
      });
    });
  },
};

/** The colours that HTML gives a text; undefined where it leaves one to the template. */
interface Paint {
  readonly ink?: string;
  readonly ground?: string;
  readonly isLarge: boolean;
}

/**
 * A rule of the template for the colours that HTML says: on a dark screen its own count, as in the templates that ship.
 */
const takesColoursBack = /\[style\*=["']?color["']?\]/;

/** Colours that are not written at the text are those of the template, which differ from light to dark. */
function faintest(
  { ink, ground, isLarge }: Paint,
  modes: readonly ("light" | "dark")[],
  colours: RuleSubject["colours"],
) {
  const needed = isLarge ? leastOfLarge : least;
  const faint = modes.flatMap((mode) => {
    const of = { ink: ink ?? colours[mode].ink ?? "", ground: ground ?? colours[mode].paper ?? "" };
    const ratio = contrastOf(of.ink, of.ground);
    return ratio === undefined || ratio >= needed ? [] : [{ ...of, mode, ratio, least: needed }];
  });
  return faint.sort((one, other) => one.ratio - other.ratio)[0];
}

/** The texts for which an element around them says a colour. */
function paintedTexts(html: string): readonly (Paint & { readonly start: number })[] {
  const found: (Paint & { readonly start: number })[] = [];
  const open: { readonly name: string; readonly paint: Paint }[] = [];
  for (const piece of scanHtml(html)) {
    const around = open.at(-1)?.paint ?? { isLarge: false };
    const isPainted = around.ink !== undefined || around.ground !== undefined;
    if (
      piece.kind === "text" &&
      isPainted &&
      /[\p{L}\p{N}]/u.test(decodeEntities(html.slice(piece.start, piece.end)))
    )
      found.push({ ...around, start: piece.start });
    if (piece.kind !== "tag" || empty.has(piece.name)) continue;
    if (!piece.closing) open.push({ name: piece.name, paint: { ...around, ...paintOf(piece) } });
    else {
      const last = open.findLastIndex(({ name }) => name === piece.name);
      if (last >= 0) open.splice(last);
    }
  }
  return found;
}

function paintOf(tag: Parameters<typeof attribute>[0]): Partial<Paint> {
  const style = attribute(tag, "style");
  const said = (property: string) =>
    new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;!]+)`, "i").exec(style)?.[1]?.trim();
  const ink = said("color") ?? (attribute(tag, "color") || undefined);
  const ground = said("background-color") ?? said("background") ?? (attribute(tag, "bgcolor") || undefined);
  const size = Number(/^(\d+(?:\.\d+)?)px$/.exec(said("font-size") ?? "")?.[1]);
  return {
    ...(ink === undefined ? {} : { ink }),
    ...(ground === undefined ? {} : { ground }),
    ...(Number.isNaN(size) ? {} : { isLarge: size >= 24 }),
  };
}

const empty = new Set(["br", "hr", "img", "wbr", "col"]);
