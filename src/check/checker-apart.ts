import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { LetterpressError } from "../base/errors.ts";
import type { Edition } from "../model/edition.ts";
import type { CheckContext, CheckedIssue } from "./check-issue.ts";
import type { Checker } from "./checker.ts";

/** What a thread starts with: where Node keeps what it has compiled. */
export interface CheckThreadStart {
  readonly compiled: string | undefined;
}

/** What a thread is asked, and answers with the same number. */
export interface CheckQuestion {
  readonly number: number;
  readonly context: Omit<CheckContext, "templates" | "issues">;
  readonly file: string;
  readonly mark: string;
}

export type CheckAnswer = { readonly number: number } & (
  | { readonly status: "checked"; readonly checked: CheckedIssue }
  | {
      readonly status: "unreadable";
      readonly code: string;
      readonly message: string;
      readonly remedy: string;
    }
  | { readonly status: "broken"; readonly fault: unknown }
);

/**
 * Checks in a thread of its own, which begins to load MJML at once, so that this thread can answer meanwhile. What the thread has
 * loaded leaves the memory with it. A thread that dies (no memory, a bug of ours) rejects what it was asked; the next question
 * starts another.
 */
export function checkerApart(): Checker {
  let thread: CheckThread | undefined = new CheckThread();
  return {
    check(context, file, mark) {
      if (thread?.isOver !== false) thread = new CheckThread();
      return thread.ask(context, file, mark);
    },
    async [Symbol.asyncDispose]() {
      await thread?.end();
      thread = undefined;
    },
  };
}

/** `checkIssue` in a thread that ends with it, for a process that goes on for hours (docs/decisions/0019). */
export async function checkApart(context: CheckQuestion["context"], file: string): Promise<CheckedIssue> {
  await using checker = checkerApart();
  return await checker.check(context, file, "");
}

class CheckThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolvers<CheckedIssue>>();
  #next = 1;
  isOver = false;

  constructor() {
    const compiled = getCompileCacheDir();
    const workerData: CheckThreadStart = { compiled: compiled && dirname(compiled) };
    this.#worker = new Worker(threadFile, {
      workerData,
      name: "check",
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    this.#worker.on("message", (answer: CheckAnswer) => this.#hear(answer));
    this.#worker.on("error", (fault) => this.#lose(fault));
    this.#worker.on("exit", (code) => this.#lose(new Error(`the thread that checks ended with ${code}`)));
    // It alone keeps no process from ending.
    this.#worker.unref();
  }

  ask(context: CheckQuestion["context"], file: string, mark: string): Promise<CheckedIssue> {
    const number = this.#next;
    this.#next += 1;
    const waiting = Promise.withResolvers<CheckedIssue>();
    this.#waiting.set(number, waiting);
    this.#worker.ref();
    const question: CheckQuestion = { number, context, file, mark };
    this.#worker.postMessage(question);
    return waiting.promise;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(answer: CheckAnswer): void {
    const waiting = this.#waiting.get(answer.number);
    this.#waiting.delete(answer.number);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (answer.status === "checked") waiting?.resolve(restored(answer.checked));
    else if (answer.status === "broken") waiting?.reject(answer.fault);
    else waiting?.reject(new LetterpressError(answer.code, answer.message, answer.remedy));
  }

  #lose(fault: unknown): void {
    this.isOver = true;
    for (const { reject } of this.#waiting.values()) reject(fault);
    this.#waiting.clear();
  }
}

/** A Buffer arrives as a bare Uint8Array. */
function restored(checked: CheckedIssue): CheckedIssue {
  const withBuffers = (edition: Edition): Edition => ({
    ...edition,
    attachments: edition.attachments.map((one) => ({ ...one, bytes: Buffer.from(one.bytes) })),
  });
  const editions = checked.editions.map(withBuffers);
  const assets = checked.assets.map((asset) => ({ ...asset, bytes: Buffer.from(asset.bytes) }));
  const { publicEdition } = checked;
  const forAll = publicEdition === undefined ? {} : { publicEdition: withBuffers(publicEdition) };
  return { ...checked, ...forAll, editions, assets };
}

/** In the form in which this file is: TypeScript while we work, JavaScript in the package. */
const threadFile = new URL(
  `./check-thread${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`,
  import.meta.url,
);
