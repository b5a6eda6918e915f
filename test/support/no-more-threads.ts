import { syncBuiltinESMExports } from "node:module";
import workerThreads from "node:worker_threads";

/*
 * A process that gets no more threads than so many, as from a system at its limit. Preloaded into one (`node --import`)
 * it has LETTERPRESS_MOST_THREADS of them. A real limit (`ulimit -u`) counts all that its user runs, and root has none.
 */
const { Worker } = workerThreads;
const atMost = process.env.LETTERPRESS_MOST_THREADS;
if (atMost !== undefined) leaveOnly(Number(atMost));

/** The system gives no thread while `work` goes on. */
export async function withoutThreads<Result>(work: () => Promise<Result>): Promise<Result> {
  leaveOnly(0);
  try {
    return await work();
  } finally {
    give(Worker);
  }
}

function leaveOnly(most: number): void {
  let begun = 0;
  give(
    class extends Worker {
      constructor(...start: ConstructorParameters<typeof Worker>) {
        if (begun >= most) throw Object.assign(new Error("EAGAIN"), { code: "ERR_WORKER_INIT_FAILED" });
        begun += 1;
        super(...start);
      }
    },
  );
}

/** What Node gives to whoever asks for a thread from now on. */
function give(one: typeof Worker): void {
  workerThreads.Worker = one;
  syncBuiltinESMExports();
}
