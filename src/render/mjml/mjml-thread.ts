import { parentPort } from "node:worker_threads";
import { compileMjml } from "./mjml.ts";
import type { MjmlAnswer, MjmlQuestion } from "./mjml-apart.ts";

/* The first file of a thread that compiles MJML (mjml-apart.ts). Started as a file, not imported. */
parentPort?.on("message", async ({ number, source }: MjmlQuestion) => {
  const answer: MjmlAnswer = { number, compiled: await compileMjml(source) };
  parentPort?.postMessage(answer);
});

// MJML is loaded at its first use.
await compileMjml("<mjml><mj-body></mj-body></mjml>");
