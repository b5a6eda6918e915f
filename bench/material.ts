import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readConfig } from "../src/config/read-config.ts";
import { parseIssue } from "../src/issue/parse-issue.ts";
import { compileMessage } from "../src/message/compile-message.ts";
import type { Edition } from "../src/model/edition.ts";
import type { Sender } from "../src/model/sender.ts";
import { renderIssue } from "../src/render/render-issue.ts";
import { readTemplate } from "../src/render/template/read-template.ts";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const list = "weekly";
/** What every letterpress.yaml of the bench begins with. */
export const newsletterHead = `name: The Bench
from: { name: The Bench, email: hello@news.example.org }
postalAddress: 1 Composing Room, Example City 12345
siteUrl: https://news.example.org
lists:
  ${list}: { name: The Bench }
`;
export const sampleFile = "issues/2025-02-14-musk-vs-altman.yaml";

/** What everybody sends. */
export interface Material {
  readonly edition: Edition;
  readonly sender: Sender;
  /** What all readers share, in bytes on the wire; their own values add some percent. */
  readonly messageBytes: number;
}

/** The sample issue with so many briefs that a message has about this many bytes. */
export async function materialOf(bytes: number): Promise<Material> {
  const [none, some] = [await withBriefs(0), await withBriefs(20)];
  const more = ((bytes - none.messageBytes) * 20) / (some.messageBytes - none.messageBytes);
  return withBriefs(Math.max(0, Math.round(more)));
}

async function withBriefs(briefs: number): Promise<Material> {
  const { edition, sender } = await editionOfYaml(longIssueYaml(briefs));
  const { literalBytes } = compileMessage(edition, sender, { issue: "bench", list, date: 0 }, "key");
  return { edition, sender, messageBytes: literalBytes };
}

/** The sample issue without its picture and with so many briefs added. */
export function longIssueYaml(briefs: number): string {
  const sample = readFileSync(`${root}/${sampleFile}`, "utf8").replace(/ {6}image:\n(?: {8}.*\n)+/, "");
  const brief = (number: number) => `        - title: Brief number ${number} for {{firstName|you}}
          url: https://example.org/briefs/${number}
          source: Example Daily
          body: |
            The quick brown fox of story ${number} jumps over the lazy dog of {{city}}, and nobody in the newsroom is
            surprised any more: it has done so every week since the paper was founded, at about the same hour.
`;
  const more = Array.from({ length: briefs }, (_, index) => brief(index + 1)).join("");
  return sample.replace("  - signoff:", `${more.replace(/\n$/, "")}\n\n  - signoff:`);
}

/** Renders an issue of this repository's newsletter, as `check` and `send` do. */
export async function editionOfYaml(text: string): Promise<{ edition: Edition; sender: Sender }> {
  const { config } = await readConfig(root);
  const sender = config?.lists[0]?.sender;
  if (config === undefined || sender === undefined) throw new Error("letterpress.yaml cannot be read");
  const { issue, problems } = parseIssue(
    { file: "issues/2025-02-14-bench.yaml", text },
    { fields: config.fields },
  );
  if (issue === undefined) throw new Error(JSON.stringify(problems[0]));
  const { template, problems: inTemplate } = await readTemplate("templates/weekly", root);
  if (template === undefined) throw new Error(JSON.stringify(inTemplate[0]));
  const rendered = await renderIssue({ issue, template, images: [], sender });
  if (rendered.edition === undefined) throw new Error(JSON.stringify(rendered.problems[0]));
  return { edition: rendered.edition, sender };
}
