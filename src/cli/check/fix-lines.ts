import { isPrintable } from "../../base/printable.ts";
import { formatPosition } from "../../base/problem.ts";
import type { Fixable } from "../../issue/fix-text.ts";
import type { Terminal } from "../terminal.ts";

/** What was changed in an issue, or would be: the place, what stood there, and what stands there now. */
export function showFixes(terminal: Terminal, made: readonly Fixable[], dryRun: boolean): void {
  for (const { at, code, fix } of made) {
    const did = terminal.style("green", dryRun ? "would fix" : "fixed");
    terminal.print(`${did} ${formatPosition(at)} ${terminal.style("dim", `[${code}]`)}`);
    terminal.print(`   ${terminal.style("red", `- ${shown(fix.was)}`)}`);
    terminal.print(`   ${terminal.style("green", `+ ${shown(fix.becomes)}`)}`);
  }
}

/** What nobody sees is named by its code. */
function shown(text: string): string {
  if (text === "") return "(nothing)";
  if (isPrintable(text) && !/^\s|\s$|\u00A0/.test(text)) return text;
  return `"${text.replace(/[\p{C}\u00A0]/gu, (sign) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`)}"`;
}
