import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "@jest/globals";
import { type MjmlAnswer, type MjmlQuestion, mjmlApart } from "../../src/render/mjml/mjml-apart.ts";
import { withoutThreads } from "../support/no-more-threads.ts";
import { compileMjml } from "../../src/render/mjml/mjml.ts";

const good =
  "<mjml><mj-body><mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section></mj-body></mjml>";
const faulty = "<mjml><mj-body>\n<mj-secton></mj-secton></mj-body></mjml>";

test("MJML in a thread makes the same of a text as here, and finds the same faults", async () => {
  await using mjml = mjmlApart(process.env);
  const [first, second] = await Promise.all([mjml.compile(good), mjml.compile(faulty)]);
  expect(first).toEqual(await compileMjml(good));
  expect(second).toEqual(await compileMjml(faulty));
  expect([first.status, second.status]).toEqual(["compiled", "faulty"]);
});

test("The thread itself answers: when it cannot start, nobody would see that, as all is compiled here", async () => {
  const thread = new Worker(new URL("../../src/render/mjml/mjml-thread.ts", import.meta.url));
  try {
    const question: MjmlQuestion = { number: 7, source: good };
    thread.postMessage(question);
    const answered: MjmlAnswer | number = (
      await Promise.race([once(thread, "message"), once(thread, "exit")])
    )[0];
    expect(answered).toEqual({ number: 7, compiled: await compileMjml(good) });
  } finally {
    await thread.terminate();
  }
});

test("Without a thread to be had, all is compiled here", async () => {
  await using mjml = await withoutThreads(async () => mjmlApart(process.env));
  expect(await mjml.compile(good)).toEqual(await compileMjml(good));
});

test("A thread that ends takes nothing with it: what it was asked is compiled here", async () => {
  const mjml = mjmlApart(process.env);
  const asked = mjml.compile(good);
  await mjml.close();
  expect(await asked).toMatchObject({ status: "compiled" });
  expect(await mjml.compile(good)).toMatchObject({ status: "compiled" });
});
