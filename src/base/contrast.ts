/**
 * The contrast of two colours as WCAG 2.2 reckons it, from 1 to 21; undefined when one of the two is not written as
 * #rgb, #rrggbb, rgb(…) or one of the sixteen names that every mail program knows.
 */
export function contrastOf(one: string, other: string): number | undefined {
  const [a, b] = [luminance(one), luminance(other)];
  if (a === undefined || b === undefined) return undefined;
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Relative, from 0 for black to 1 for white. */
function luminance(colour: string): number | undefined {
  const parts = partsOf(colour.trim().toLowerCase());
  if (parts === undefined) return undefined;
  const [red = 0, green = 0, blue = 0] = parts.map((of255) => {
    const part = of255 / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function partsOf(colour: string): readonly number[] | undefined {
  const written = names[colour] ?? colour;
  const short = /^#([\da-f])([\da-f])([\da-f])$/.exec(written)?.slice(1);
  const pairs =
    short?.map((digit) => digit + digit) ?? /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/.exec(written)?.slice(1);
  if (pairs !== undefined) return pairs.map((pair) => Number.parseInt(pair, 16));
  const numbers = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/
    .exec(written)
    ?.slice(1)
    .map(Number);
  return numbers?.every((number) => number <= 255) ? numbers : undefined;
}

const names: Readonly<Record<string, string>> = {
  black: "#000000",
  silver: "#c0c0c0",
  gray: "#808080",
  grey: "#808080",
  white: "#ffffff",
  maroon: "#800000",
  red: "#ff0000",
  purple: "#800080",
  fuchsia: "#ff00ff",
  green: "#008000",
  lime: "#00ff00",
  olive: "#808000",
  yellow: "#ffff00",
  navy: "#000080",
  blue: "#0000ff",
  teal: "#008080",
  aqua: "#00ffff",
};
