import { describe, expect, test } from "@jest/globals";
import { buildEdition } from "../support/message-builder.ts";
import { addReader } from "../support/temp-store.ts";
import { expectFaultless, run, sending } from "./sending.ts";

describe("running a mailing in several variants", () => {
  test("gives every reader the edition of the own variant, as it was when the mailing was frozen", async () => {
    const languages = { ada: "en", bea: "de", cem: "de-AT", dov: "he" };
    const split = { issue: "hello", languages: ["en", "de"], arms: 1, conditions: [] };
    const editions = ["en", "de"].map((variant) => buildEdition({ variant, subject: [`In ${variant}`] }));
    await using parts = await sending({
      readers: 0,
      before: async (store) => {
        for (const [name, language] of Object.entries(languages))
          await addReader(store, { email: `${name}@example.org`, fields: { language } });
      },
      plan: { split, editions },
    });
    const { store, server } = parts;
    await addReader(store, { email: "bea@example.org", fields: { language: "en" } });
    const { end } = await run(parts);
    expect(end).toEqual({ status: "complete" });
    const subjects = server.kept.map(({ envelope, bytes }) => [
      envelope.to[0],
      /^Subject: (.*)\r$/m.exec(bytes.toString("latin1"))?.[1],
    ]);
    expect(subjects.sort()).toEqual([
      ["ada@example.org", "In en"],
      ["bea@example.org", "In de"],
      ["cem@example.org", "In de"],
      ["dov@example.org", "In en"],
    ]);
    expectFaultless(server.kept);
  });
});
