import { openLab } from "./lab.ts";
import { machineWords } from "./machine.ts";
import { type BenchOptions, benchOptions, type Part } from "./options.ts";
import { benchAudience } from "./parts/audience.ts";
import { benchImport } from "./parts/import.ts";
import { benchLatency } from "./parts/latency.ts";
import { benchMatrix } from "./parts/matrix.ts";
import { benchMessage } from "./parts/message.ts";
import { benchMillion } from "./parts/million.ts";
import { benchRender } from "./parts/render.ts";
import { benchSend } from "./parts/send.ts";
import { benchService } from "./parts/service.ts";
import { benchStart } from "./parts/start.ts";
import { benchStudio } from "./parts/studio.ts";
import { figure } from "./table.ts";

/*
 * npm run bench [-- --only send,latency --rounds 3 --quick]
 *
 * Prints Markdown, the figures of docs/performance.md, and on standard error how far it is. Rates drift with whatever
 * else the machine does; the ratios, taken in one run and as medians of the rounds, hold.
 */
async function main(options: BenchOptions): Promise<void> {
  const { rounds, scale } = options;
  console.log(
    `${machineWords()}\n${scale === 1 ? "" : `\nA quick look, with ${figure(scale * 100, 1)} % of the readers.\n`}`,
  );
  for (const [part, title, measure] of alone)
    if (options.only.includes(part)) console.log(`### ${title}\n\n${await measure(scale)}\n`);
  const wanted = sending.filter(([part]) => options.only.includes(part));
  if (wanted.length === 0) return;
  const rivals = wanted.some(([part]) => part === "send" || part === "matrix");
  await using lab = await openLab({ rounds, scale, rivals });
  const size = figure(lab.material.messageBytes / 1000);
  console.log(
    [
      `Messages of ${size} KB over loopback to ${lab.sinkProgram.description}, median of ${rounds}.`,
      ...lab.missing,
      "",
    ].join("\n"),
  );
  for (const [, title, measure] of wanted) console.log(`### ${title}\n\n${await measure(lab)}\n`);
}

const alone: readonly (readonly [Part, string, (scale: number) => Promise<string>])[] = [
  ["start", "Starting", benchStart],
  ["render", "Rendering", benchRender],
  ["studio", "The studio", benchStudio],
  ["audience", "Planning", benchAudience],
  ["million", "A million readers", benchMillion],
  ["import", "A million rows", benchImport],
  ["service", "The readers' service", benchService],
];

const sending: readonly (readonly [Part, string, typeof benchSend])[] = [
  ["send", "Sending", benchSend],
  ["message", "The parts of one message", benchMessage],
  ["matrix", "One, five and twenty connections", benchMatrix],
  ["latency", "A relay that is far away", benchLatency],
];

await main(benchOptions(process.argv.slice(2)));
