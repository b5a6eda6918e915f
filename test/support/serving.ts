import { request } from "node:http";
import { findSubscriber } from "../../src/store/subscribers.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { type Running, start, storeOf } from "../e2e/newsletter.ts";

/** A readers' service in a process of its own. */
export interface Serving extends Running, AsyncDisposable {
  /** `http://127.0.0.1:41233` */
  readonly url: string;
}

/** Starts it on any free port; it is killed with the value. */
export async function serveHere(
  root: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Serving> {
  const running = start(root, ["serve", "--port", "0"], environment);
  const end = async () => {
    running.child.kill("SIGKILL");
    await running.finished;
  };
  return { ...running, url: await urlOf(running), [Symbol.asyncDispose]: end };
}

/** The POST of a mail program; the status of the answer. */
export function unsubscribe(url: string, token: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const sent = request(`${url}/u/${token}`, { method: "POST", headers });
    sent.once("response", (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.once("error", reject);
    sent.end("List-Unsubscribe=One-Click");
  });
}

/** The tokens of `r1@example.org` and the following. */
export async function readerTokens(root: string, count: number): Promise<readonly string[]> {
  return (await subscriptionsOf(root, count)).map((found) => found?.token ?? "");
}

export async function readerStates(root: string, count: number): Promise<readonly (string | undefined)[]> {
  return (await subscriptionsOf(root, count)).map((found) => found?.state);
}

async function subscriptionsOf(root: string, count: number) {
  await using store = await storeOf(root);
  const found = [];
  for (let number = 1; number <= count; number += 1) {
    const { id = 0 } = (await findSubscriber(store, `r${number}@example.org`)) ?? {};
    found.push(await findSubscription(store, id, "weekly"));
  }
  return found;
}

/** The address at which it says that it answers. */
async function urlOf({ child, said }: Running): Promise<string> {
  let out = "";
  for await (const chunk of child.stdout ?? []) {
    out += String(chunk);
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0];
    if (found !== undefined) return found;
  }
  throw new Error(`it ended and said ${out}${said()}`);
}
