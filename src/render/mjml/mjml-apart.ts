import { beginThread } from "../../base/begin-thread.ts";
import { type Compiled, type CompileMjml, compileMjml } from "./mjml.ts";

/** What the thread is asked, and what it answers. */
export interface MjmlQuestion {
  readonly number: number;
  readonly source: string;
}
export interface MjmlAnswer {
  readonly number: number;
  readonly compiled: Compiled;
}

export interface MjmlApart extends AsyncDisposable {
  readonly compile: CompileMjml;
  /** Ends the thread. What is asked afterwards is compiled here. */
  close(): Promise<void>;
}

/**
 * MJML in a thread of its own, which loads it at once: that takes most of a second, in which this one reads the
 * newsletter, and goes on answering. A thread that ends takes nothing with it: what it was asked is compiled here, and
 * what went wrong is told there. So it is where there is no thread to be had. It keeps no process from ending but while
 * it is asked. `environment` is what the thread sees as its own.
 */
export function mjmlApart(environment: Readonly<Record<string, string | undefined>>): MjmlApart {
  const waiting = new Map<number, { readonly source: string; answer(compiled: Promise<Compiled>): void }>();
  const thread = beginThread(threadFile, { name: "mjml", env: environment });
  if (thread === undefined) return mjmlHere();
  thread.unref();
  let number = 0;
  let isOver = false;
  thread.on("message", ({ number, compiled }: MjmlAnswer) => {
    waiting.get(number)?.answer(Promise.resolve(compiled));
    waiting.delete(number);
    if (waiting.size === 0) thread.unref();
  });
  const over = () => {
    isOver = true;
    for (const { source, answer } of waiting.values()) answer(compileMjml(source));
    waiting.clear();
  };
  thread.once("error", over);
  thread.once("exit", over);
  const close = async () => {
    await thread.terminate();
  };
  return {
    async compile(source) {
      if (isOver) return compileMjml(source);
      number += 1;
      const question: MjmlQuestion = { number, source };
      const answered = new Promise<Compiled>((answer) => waiting.set(number, { source, answer }));
      thread.ref();
      thread.postMessage(question);
      return answered;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function mjmlHere(): MjmlApart {
  const close = async () => undefined;
  return { compile: compileMjml, close, [Symbol.asyncDispose]: close };
}

/** In the form in which this file is: TypeScript while we work, JavaScript in the package. */
const threadFile = new URL(
  `./mjml-thread${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`,
  import.meta.url,
);
