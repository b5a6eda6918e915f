import { lineDiff } from "../../base/line-diff.ts";
import { type Edition, fillSegments, type Segments, type SlotValue } from "../../model/edition.ts";
import type { Terminal } from "../terminal.ts";

/**
 * What has changed between the editions that are frozen and those of the files, for readers of one or several variants.
 */
export interface Change {
  readonly variants: readonly string[];
  /** As they are shown, `-` and `+` before what was and what is. */
  readonly lines: readonly string[];
}

/** Variants that differ in the same way are one change. */
export function changesOf(frozen: readonly Edition[], now: readonly Edition[]): readonly Change[] {
  const keys = [...new Set([...frozen, ...now].map(({ variant }) => variant))].sort();
  const changes = new Map<string, Change>();
  for (const variant of keys) {
    const [before, after] = [frozen, now].map((all) => all.find((one) => one.variant === variant));
    if (before?.digest === after?.digest) continue;
    const lines = changeOf(before, after);
    const name = lines.join("\n");
    changes.set(name, { variants: [...(changes.get(name)?.variants ?? []), variant], lines });
  }
  return [...changes.values()];
}

export function showChanges(terminal: Terminal, changes: readonly Change[]): void {
  for (const { variants, lines } of changes.slice(0, mostShown)) {
    const [only, ...others] = variants;
    if (only !== "all" || others.length > 0) terminal.note(terminal.style("bold", variants.join(", ")));
    for (const line of lines.slice(0, mostLines)) terminal.note(`  ${colored(terminal, line)}`.trimEnd());
    if (lines.length > mostLines) terminal.note(`  and ${lines.length - mostLines} lines more`);
  }
  if (changes.length > mostShown)
    terminal.note(`and ${changes.length - mostShown} other variants changed in their own way`);
}

const mostShown = 10;
const mostLines = 200;

function changeOf(before: Edition | undefined, after: Edition | undefined): readonly string[] {
  if (after === undefined) return ["no reader would get this variant any more"];
  if (before === undefined) return ["this variant is new"];
  const lines = [
    ...line("subject", before.subject, after.subject),
    ...line("preheader", before.preheader, after.preheader),
    ...lineDiff(shown(before.text), shown(after.text)),
  ];
  const [was, is] = [before, after].map(({ html }) => shown(html));
  if (was !== is) lines.push(`html: ${bytesOf(was)} bytes before, ${bytesOf(is)} now`);
  const pictures = ({ attachments }: Edition) => attachments.map(({ cid, bytes }) => [cid, bytes.length]);
  if (JSON.stringify(pictures(before)) !== JSON.stringify(pictures(after)))
    lines.push(`pictures: ${before.attachments.length} before, ${after.attachments.length} now`);
  return lines.length === 0 ? ["something that readers do not see"] : lines;
}

function line(name: string, before: Segments, after: Segments): readonly string[] {
  const [was, is] = [shown(before), shown(after)];
  return was === is ? [] : [`-${name}: ${was}`, `+${name}: ${is}`];
}

/** With its slots as an editor knows them. */
function shown(segments: Segments): string {
  return fillSegments(segments, ({ value }) => slotText(value));
}

function slotText(value: SlotValue): string {
  if (value.kind === "field") return `{{${value.name}|${value.fallback}}}`;
  return value.kind === "link" ? `{${value.name}}` : `{vote ${value.poll} ${value.option}}`;
}

function bytesOf(text: string | undefined): string {
  return Buffer.byteLength(text ?? "").toLocaleString("en");
}

function colored(terminal: Terminal, line: string): string {
  if (line.startsWith("-")) return terminal.style("red", line);
  if (line.startsWith("+")) return terminal.style("green", line);
  return line.startsWith("@@") ? terminal.style("cyan", line) : line;
}
