import { contrastOf } from "../../base/contrast.ts";
import type { Problem } from "../../base/problem.ts";
import type { YamlFile } from "../../source/yaml/read-yaml.ts";
import { contrast } from "../../model/noticed/contrast.ts";
import { finding } from "../../model/rule.ts";

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
    return [finding(at, contrast, message, remedy)];
  });
}
