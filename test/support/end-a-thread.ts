import { isMainThread, type Worker } from "node:worker_threads";

/*
 * Preloaded into a process (`node --import`): ends the first thread that it starts, from the outside and in the middle of its
 * work, as soon as it has told LETTERPRESS_THREAD_WORDS times what it has done.
 */
const afterWords = Number(process.env.LETTERPRESS_THREAD_WORDS ?? 0);

if (isMainThread)
  process.once("worker", (thread: Worker) => {
    let heard = 0;
    thread.on("message", () => {
      heard += 1;
      if (heard === afterWords) void thread.terminate();
    });
  });
