import { isMainThread, type Worker } from "node:worker_threads";

/*
 * Preloaded into a process (`node --import`): ends the first thread that it starts, from the outside and in the middle
 * of its work: right after it was given something for the LETTERPRESS_THREAD_WORDS-th time, which it has not done yet.
 * With LETTERPRESS_THREADS=all so is every other.
 */
const afterWords = Number(process.env.LETTERPRESS_THREAD_WORDS ?? 0);

function endLater(thread: Worker): void {
  const give = thread.postMessage.bind(thread);
  let given = 0;
  thread.postMessage = (...words: Parameters<typeof give>) => {
    give(...words);
    given += 1;
    if (given === afterWords) void thread.terminate();
  };
}

if (isMainThread)
  if (process.env.LETTERPRESS_THREADS === "all") process.on("worker", endLater);
  else process.once("worker", endLater);
