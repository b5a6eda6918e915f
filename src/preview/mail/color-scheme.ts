import { forcedDark } from "./forced-dark.ts";

/**
 * `light` and `dark` as the author wrote them; and what programs make of a mail that invert its colours themselves:
 * only what is light, or everything.
 */
export const colorSchemes = ["light", "dark", "partly", "fully"] as const;
export type ColorScheme = (typeof colorSchemes)[number];

/** The HTML as a mail program in this colour scheme shows it, on a machine in any. */
export function inScheme(markup: string, scheme: ColorScheme): string {
  if (scheme === "light" || scheme === "dark") return answered(markup, scheme);
  // Who inverts colours does not ask the author for dark ones.
  return forcedDark(answered(markup, "light"), scheme);
}

/** The author's own questions for the scheme are answered here, in style sheets and in `<source>`. */
function answered(markup: string, scheme: "light" | "dark"): string {
  return markup.replace(
    /<style\b[^>]*>[\s\S]*?<\/style\s*>|<source\b[^>]*>|<meta\b[^>]*name=["'](?:supported-)?color-schemes?["'][^>]*>/gi,
    (part) =>
      part
        .replace(/\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi, (_, asked: string) =>
          asked.toLowerCase() === scheme ? "(min-width:0)" : "(max-width:0)",
        )
        .replace(/((?:^|[\s;{])(?:supported-)?color-schemes?\s*:\s*)light\s+dark\b/gi, `$1${scheme}`)
        .replace(/(\scontent=["'])light\s+dark(["'])/gi, `$1${scheme}$2`),
  );
}
