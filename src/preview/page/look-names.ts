/** What a free width is between, in pixels. */
export const [narrowest, widest] = [240, 1600];

/** What a width is called: `desktop`, `mobile`, or a number of pixels. */
export function widthNames(width: string): string {
  if (width === "desktop") return "Desktop";
  return width === "mobile" ? "Mobile" : `${width} px`;
}

/** What the lights are called. */
export const schemeNames = {
  light: "Light",
  dark: "Dark",
  partly: "Part-inverted",
  fully: "Inverted",
} as const;
