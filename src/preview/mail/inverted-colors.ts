/**
 * `partly` as Gmail on Android and Outlook on phones and in the browser: light grounds and dark words are turned, what
 * is dark already is left. `fully` as Gmail on the iPhone and Outlook for Windows: every colour is turned, a dark
 * ground becomes light.
 */
export type Force = "partly" | "fully";

/** What a colour is for. Lines are neither: they are turned whenever anything is. */
export type Part = "ground" | "ink" | "line";

/** CSS declarations with their colours turned; everything else stays, character by character. */
export function invertedDeclarations(css: string, force: Force): string {
  return css.replace(
    /(^|[;{\s])([a-z-]+)(\s*:\s*)((?:url\([^)]*\)|[^;{}])*)/gi,
    (whole, before: string, property: string, colon: string, value: string) => {
      const part = partOf(property.toLowerCase());
      return part === undefined ? whole : before + property + colon + invertedColors(value, part, force);
    },
  );
}

/** Every colour in a value, turned. What stands in `url()` is none. */
export function invertedColors(value: string, part: Part, force: Force): string {
  return value.replace(/url\([^)]*\)|#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)|\b[a-z]+\b/gi, (written) => {
    const color = parseColor(written.toLowerCase());
    return color === undefined || !isTurned(color, part, force) ? written : colorText(turned(color));
  });
}

function partOf(property: string): Part | undefined {
  if (property === "background" || property === "background-color") return "ground";
  if (property === "color" || property === "-webkit-text-fill-color" || property === "fill") return "ink";
  return /^(?:border|outline|text-decoration|column-rule)\b/.test(property) ? "line" : undefined;
}

/** Hue in degrees, the others from 0 to 1. */
interface Color {
  readonly hue: number;
  readonly saturation: number;
  readonly lightness: number;
  readonly alpha: number;
}

function isTurned({ lightness }: Color, part: Part, force: Force): boolean {
  if (force === "fully" || part === "line") return true;
  return part === "ground" ? lightness > 0.5 : lightness < 0.5;
}

/**
 * White becomes nearly black and black nearly white: programs avoid the hard contrast of the two ends. The chroma stays
 * and not the saturation of HSL, by which cream is as colourful as yellow.
 */
function turned({ hue, saturation, lightness, alpha }: Color): Color {
  const range = (light: number) => 1 - Math.abs(2 * light - 1);
  const now = 0.07 + 0.86 * (1 - lightness);
  return {
    hue,
    saturation: Math.min(1, (saturation * range(lightness)) / range(now)),
    lightness: now,
    alpha,
  };
}

function colorText({ hue, saturation, lightness, alpha }: Color): string {
  const percent = (share: number) => `${Math.round(share * 1000) / 10}%`;
  return `hsla(${Math.round(hue)},${percent(saturation)},${percent(lightness)},${alpha})`;
}

function parseColor(written: string): Color | undefined {
  if (written.startsWith("#")) return hexColor(written.slice(1));
  const call = /^(rgb|hsl)a?\(([^)]*)\)$/.exec(written);
  if (call !== null) return calledColor(call[1] === "rgb", (call[2] ?? "").split(/[\s,/]+/).filter(Boolean));
  return Object.hasOwn(named, written) ? hexColor(named[written] ?? "") : undefined;
}

function hexColor(digits: string): Color | undefined {
  const whole = digits.length < 5 ? [...digits].map((one) => one + one).join("") : digits;
  if (whole.length !== 6 && whole.length !== 8) return undefined;
  const [red = 0, green = 0, blue = 0, alpha = 255] = [0, 2, 4, 6]
    .filter((at) => at < whole.length)
    .map((at) => Number.parseInt(whole.slice(at, at + 2), 16));
  return fromRgb(red / 255, green / 255, blue / 255, alpha / 255);
}

function calledColor(isRgb: boolean, given: readonly string[]): Color | undefined {
  const share = (text: string | undefined, whole: number) =>
    text?.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text) / whole;
  const alpha = given[3] === undefined ? 1 : share(given[3], 1);
  const [first, second, third] = given;
  const color = isRgb
    ? fromRgb(share(first, 255), share(second, 255), share(third, 255), alpha)
    : {
        hue: Number.parseFloat(first ?? ""),
        saturation: share(second, 100),
        lightness: share(third, 100),
        alpha,
      };
  return Object.values(color).every(Number.isFinite) ? color : undefined;
}

function fromRgb(red: number, green: number, blue: number, alpha: number): Color {
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  const range = most - least;
  const lightness = (most + least) / 2;
  const saturation = range === 0 ? 0 : range / (1 - Math.abs(2 * lightness - 1));
  const hue =
    range === 0
      ? 0
      : most === red
        ? ((green - blue) / range) % 6
        : most === green
          ? (blue - red) / range + 2
          : (red - green) / range + 4;
  return { hue: (hue * 60 + 360) % 360, saturation, lightness, alpha };
}

/** The names of HTML 4, and those that are often met in mails. */
const named: Readonly<Record<string, string>> = {
  aqua: "00ffff",
  black: "000000",
  blue: "0000ff",
  cornsilk: "fff8dc",
  crimson: "dc143c",
  darkblue: "00008b",
  darkgray: "a9a9a9",
  darkgreen: "006400",
  darkgrey: "a9a9a9",
  darkred: "8b0000",
  dimgray: "696969",
  dimgrey: "696969",
  fuchsia: "ff00ff",
  gainsboro: "dcdcdc",
  gold: "ffd700",
  gray: "808080",
  green: "008000",
  grey: "808080",
  ivory: "fffff0",
  lightblue: "add8e6",
  lightgray: "d3d3d3",
  lightgrey: "d3d3d3",
  lightyellow: "ffffe0",
  lime: "00ff00",
  linen: "faf0e6",
  maroon: "800000",
  navy: "000080",
  olive: "808000",
  orange: "ffa500",
  pink: "ffc0cb",
  purple: "800080",
  red: "ff0000",
  silver: "c0c0c0",
  snow: "fffafa",
  teal: "008080",
  tomato: "ff6347",
  white: "ffffff",
  whitesmoke: "f5f5f5",
  yellow: "ffff00",
};
