import { Worker, type WorkerOptions } from "node:worker_threads";
import { systemCode } from "./errors.ts";

/**
 * A file as a thread. Undefined when the system gives this process no more threads, as a container may: whoever asks
 * does the work itself then, or says so.
 */
export function beginThread(file: URL, options: WorkerOptions): Worker | undefined {
  try {
    return new Worker(file, options);
  } catch (fault) {
    if (systemCode(fault) === "ERR_WORKER_INIT_FAILED") return undefined;
    throw fault;
  }
}

/** Why there is none, as a part of a sentence. */
export const noMoreThreads = "the system gives this process no more threads";
