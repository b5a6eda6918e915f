import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type CheckContext, checkIssue } from "../../src/check/check-issue.ts";
import { declaredIn } from "../../src/config/known-names.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { fillSegments } from "../../src/model/edition.ts";
import { compileMjml } from "../../src/render/mjml/mjml.ts";
import { templateNames } from "../../src/render/template/read-template.ts";
import { root, sampleFile } from "../material.ts";
import { median } from "../median.ts";
import { figure, markdownTable } from "../table.ts";

/*
 * What writing costs: from an issue on the disk to its editions, everything that `check` does included. The baseline
 * (MJML alone) compiles the same words in a bare MJML document: one section, column and text for each paragraph.
 */
export async function benchRender(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "letterpress-bench-"));
  try {
    for (const name of ["letterpress.yaml", "templates", "issues"])
      await cp(join(root, name), join(folder, name), { recursive: true });
    const context = await contextIn(folder);
    return [
      await benchTemplates(folder, context),
      [await benchVariants(folder, context), await benchMany(folder)].join("\n"),
    ].join("\n\n");
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function benchTemplates(folder: string, context: CheckContext): Promise<string> {
  const start = performance.now();
  await checkIssue(context, sampleFile);
  const first = performance.now() - start;
  const sample = await readFile(join(root, sampleFile), "utf8");
  const rows: string[][] = [];
  for (const template of await templateNames(join(folder, "templates"))) {
    const text = sample.replace("template: weekly", `template: ${template}`);
    const warm = await repeated(20, () => rendered(folder, context, text));
    const edited = await repeated(20, (round) =>
      rendered(folder, context, text.replace("Hello", `Hello for the ${round}th time`)),
    );
    const { editions, sizes } = await rendered(folder, context, text);
    const [edition] = editions;
    const html = fillSegments(edition?.html ?? [], () => "x".repeat(12));
    const words = fillSegments(edition?.text ?? [], () => "there").split("\n\n");
    const alone = await repeated(20, async () => void (await compileMjml(bareMjml(words))));
    const blocks = sizes.map(({ kind, bytes }) => `${kind} ${kilobytes(bytes)}`).join(", ");
    const times = [warm, edited, alone].map((ms) => `${figure(ms, 1)} ms`);
    rows.push([`\`${template}\``, ...times, `${kilobytes(Buffer.byteLength(html))} KB`, blocks]);
  }
  return `The first time in a process, with loading MJML: ${figure(first)} ms. Then, median of 20:\n\n${markdownTable(
    ["template", "unchanged", "after a change", "MJML alone", "HTML", "KB of each block"],
    rows,
  )}`;
}

/** Two languages, an A/B test and a condition: eight variants in one issue. */
async function benchVariants(folder: string, context: CheckContext): Promise<string> {
  const sample = await readFile(join(root, sampleFile), "utf8");
  const text = sample
    .replace(/^subject: (.*)$/m, 'subject: {en: ["$1", Another], de: [Eins, Zwei]}')
    .replace(/^preheader: (.*)$/m, 'preheader: {en: "$1", de: "Und fünf kurze Texte dazu, wie jede Woche"}')
    .replace("blocks:\n", "blocks:\n  - letter: {only: tag member, body: Hello.}\n");
  const ms = await repeated(5, () => rendered(folder, context, text));
  const { editions, problems } = await rendered(folder, context, text);
  if (editions.length !== 8) throw new Error(JSON.stringify(problems));
  return `- ${editions.length} variants of it: ${figure(ms)} ms, ${figure(ms / editions.length, 1)} ms each.`;
}

/** The command itself, in a process of its own, on many issues. */
async function benchMany(folder: string): Promise<string> {
  const count = 200;
  const sample = await readFile(join(root, sampleFile), "utf8");
  await mkdir(join(folder, "issues"), { recursive: true });
  for (let index = 0; index < count; index += 1) {
    const text = sample
      .replace("number: 42", `number: ${index + 1}`)
      .replace("Two founders", `${index} founders`);
    await writeFile(join(folder, "issues", `issue-${index}.yaml`), text);
  }
  await rm(join(folder, sampleFile));
  const cli = fileURLToPath(new URL("../../src/cli/letterpress.ts", import.meta.url));
  const start = performance.now();
  await promisify(execFile)(process.execPath, [cli, "check"], { cwd: folder, maxBuffer: 1e8 });
  const seconds = (performance.now() - start) / 1000;
  return `- \`npx letterpress check\` on ${count} issues, start of the program included: ${figure(seconds, 1)} s.`;
}

async function rendered(folder: string, context: CheckContext, text: string) {
  await writeFile(join(folder, sampleFile), text);
  return checkIssue(context, sampleFile);
}

async function contextIn(folder: string): Promise<CheckContext> {
  const { config } = await readConfig(folder);
  const [list] = config?.lists ?? [];
  if (config === undefined || list === undefined) throw new Error("letterpress.yaml cannot be read");
  return { root: folder, ...declaredIn(config), sender: list.sender };
}

/** The median of how many ms a piece of work takes, after two rounds that do not count. */
async function repeated(rounds: number, work: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = -2; round < rounds; round += 1) {
    const start = performance.now();
    await work(round);
    if (round >= 0) times.push(performance.now() - start);
  }
  return median(times);
}

function bareMjml(words: readonly string[]): string {
  const escaped = words.map((text) => text.replace(/[&<>]/g, " "));
  const sections = escaped.map(
    (text) => `<mj-section><mj-column><mj-text>${text}</mj-text></mj-column></mj-section>`,
  );
  return `<mjml><mj-body>${sections.join("\n")}</mj-body></mjml>`;
}

function kilobytes(bytes: number): string {
  return figure(bytes / 1024, 1);
}
