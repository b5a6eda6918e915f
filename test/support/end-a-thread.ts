import { isMainThread, type Worker } from "node:worker_threads";

/*
 * Preloaded into a process (`node --import`): ends the first thread that it starts, from the outside and in the middle of its
 * work: right after it was given something for the LETTERPRESS_THREAD_WORDS-th time, which it has not done yet.
 */
const afterWords = Number(process.env.LETTERPRESS_THREAD_WORDS ?? 0);

if (isMainThread)
  process.once("worker", (thread: Worker) => {
    const give = thread.postMessage.bind(thread);
    let given = 0;
    thread.postMessage = (...words: Parameters<typeof give>) => {
      give(...words);
      given += 1;
      if (given === afterWords) void thread.terminate();
    };
  });
