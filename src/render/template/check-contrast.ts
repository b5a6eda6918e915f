import { type Problem, problem } from "../../base/problem.ts";
import type { YamlFile } from "../../source/yaml/read-yaml.ts";

const inks = ["ink", "muted", "accent"];
const grounds = ["paper", "tint", "page"];
const least = 4.5;

/** Colours of text that cannot be read well on those behind them, each told with the ground on which it is worst. */
export function checkContrast(
  yaml: YamlFile,
  mode: "light" | "dark",
  colours: Readonly<Record<string, string>>,
): readonly Problem[] {
  return inks.flatMap((ink) => {
    const [worst] = grounds
      .flatMap((ground) => {
        const ratio = contrastOf(colours[ink] ?? "", colours[ground] ?? "");
        return ratio === undefined ? [] : [{ ground, ratio }];
      })
      .sort((one, other) => one.ratio - other.ratio);
    if (worst === undefined || worst.ratio >= least) return [];
    const at = yaml.at(["colours", mode, ink]);
    // Rounded down: 4.49 must not read as the 4.5 that it is not.
    const ratio = Math.floor(worst.ratio * 10) / 10;
    const message = `"${ink}" on "${worst.ground}" has a contrast of ${ratio}:1 in ${mode} mode, and texts need ${least}:1.`;
    const remedy = `Make "${ink}" ${mode === "light" ? "darker" : "lighter"}, or the other ${mode === "light" ? "lighter" : "darker"}.`;
    return [problem(at, "render/contrast", message, remedy, "warning")];
  });
}

/** WCAG 2.2; undefined when one of the two is not written as #rgb or #rrggbb. */
function contrastOf(one: string, other: string): number | undefined {
  const [a, b] = [luminance(one), luminance(other)];
  if (a === undefined || b === undefined) return undefined;
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Relative, from 0 for black to 1 for white. */
function luminance(colour: string): number | undefined {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(colour)?.slice(1);
  const pairs = short?.map((digit) => digit + digit) ?? /^#(..)(..)(..)$/.exec(colour)?.slice(1);
  if (pairs === undefined || !/^#[\da-f]+$/i.test(colour)) return undefined;
  const [red = 0, green = 0, blue = 0] = pairs.map((pair) => {
    const part = Number.parseInt(pair, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
