import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type CheckContext, checkIssue } from "../src/check/check-issue.ts";
import { declaredIn } from "../src/config/known-names.ts";
import { readConfig } from "../src/config/read-config.ts";
import { fillSegments } from "../src/model/edition.ts";
import { compileMjml } from "../src/render/mjml/mjml.ts";
import { templateNames } from "../src/render/template/read-template.ts";
import { root, sampleFile } from "./material.ts";
import { median } from "./median.ts";

/*
 * What writing costs: from an issue on the disk to its editions, everything that `check` does included. The baseline (MJML
 * alone) compiles the same words in a bare MJML document: one section, column and text for each paragraph.
 */
export async function benchRender(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "letterpress-bench-"));
  try {
    for (const name of ["letterpress.yaml", "templates", "issues"])
      await cp(join(root, name), join(folder, name), { recursive: true });
    const context = await contextIn(folder);
    await benchTemplates(folder, context);
    await benchVariants(folder, context);
    await benchMany(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function benchTemplates(folder: string, context: CheckContext): Promise<void> {
  const start = performance.now();
  await checkIssue(context, sampleFile);
  console.log(`\nThe sample issue, from the disk to its edition, checks included
  the first time in a process, with loading MJML: ${(performance.now() - start).toFixed(0)} ms`);
  const sample = await readFile(join(folder, sampleFile), "utf8");
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
    const blocks = sizes.map(({ kind, bytes }) => `${kind} ${(bytes / 1024).toFixed(1)}`).join(", ");
    console.log(
      `  ${template.padEnd(8)} ${warm.toFixed(1).padStart(5)} ms warm, ${edited.toFixed(1)} ms after a change, MJML alone ${alone.toFixed(1)} ms (${(warm / alone).toFixed(1)} times); ${(Buffer.byteLength(html) / 1024).toFixed(1)} KB of HTML (${blocks})`,
    );
  }
}

/** Two languages, an A/B test and a condition: eight variants in one issue. */
async function benchVariants(folder: string, context: CheckContext): Promise<void> {
  const sample = await readFile(join(root, sampleFile), "utf8");
  const text = sample
    .replace(/^subject: (.*)$/m, 'subject: {en: ["$1", Another], de: [Eins, Zwei]}')
    .replace(/^preheader: (.*)$/m, 'preheader: {en: "$1", de: "Und fünf kurze Texte dazu, wie jede Woche"}')
    .replace("blocks:\n", "blocks:\n  - letter: {only: tag member, body: Hello.}\n");
  const ms = await repeated(5, () => rendered(folder, context, text));
  const { editions, problems } = await rendered(folder, context, text);
  if (editions.length !== 8) throw new Error(JSON.stringify(problems));
  console.log(
    `  ${editions.length} variants of it: ${ms.toFixed(0)} ms, ${(ms / editions.length).toFixed(1)} ms each`,
  );
}

/** The command itself, in a process of its own, on many issues. */
async function benchMany(folder: string): Promise<void> {
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
  const cli = fileURLToPath(new URL("../src/cli/letterpress.ts", import.meta.url));
  const start = performance.now();
  await promisify(execFile)(process.execPath, [cli, "check"], { cwd: folder, maxBuffer: 1e8 });
  const seconds = (performance.now() - start) / 1000;
  console.log(`  letterpress check on ${count} issues: ${seconds.toFixed(1)} s`);
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
