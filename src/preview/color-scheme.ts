export const colorSchemes = ["light", "dark"] as const;
export type ColorScheme = (typeof colorSchemes)[number];

/**
 * The HTML as a mail program in this colour scheme shows it, on a machine in any: the author's own questions for the scheme
 * are answered here, in style sheets and in `<source>`. Nothing is inverted: some programs do that, each in its own way.
 */
export function inScheme(markup: string, scheme: ColorScheme): string {
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
