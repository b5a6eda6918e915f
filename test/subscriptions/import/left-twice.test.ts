import { describe, expect, test } from "@jest/globals";
import { listSuppressions } from "../../../src/store/suppressions.ts";
import { importing } from "./importing.ts";

const run = importing();

/** Every order of some. */
function orders(some: readonly string[]): readonly (readonly string[])[] {
  if (some.length < 2) return [some];
  return some.flatMap((first) => orders(some.filter((one) => one !== first)).map((rest) => [first, ...rest]));
}

/** Who has which reason. */
async function suppressions(): Promise<ReadonlyMap<string | undefined, string>> {
  const all = await listSuppressions(run.store, { limit: 9_999 });
  return new Map(all.map(({ email, reason }) => [email, reason]));
}

describe("an address of which several rows say that it has left", () => {
  test.each(orders(["confirmed", "unsubscribed", "complained"]))(
    "is suppressed when it complained, and no other list takes it: %s, %s, %s",
    async (...statuses) => {
      const rows = statuses.map((status) => `a@example.org,${status}`);
      await run.importText(`email,status\n${rows.join("\n")}\n`);
      expect(await suppressions()).toEqual(new Map([["a@example.org", "complaint"]]));
      const other = await run.importText("email\na@example.org\n", { list: "monthly" });
      expect(other).toMatchObject({ added: 0, refused: [{ reason: "is suppressed" }] });
    },
  );

  test("hears of each of these rows how it is kept", async () => {
    const statuses = [
      "confirmed",
      "unsubscribed",
      "Unsubscribed",
      "complained",
      "unsubscribed",
      "bounced",
      "",
    ];
    const rows = statuses.map((status) => `a@example.org,${status}`);
    const { refused } = await run.importText(`email,status\n${rows.join("\n")}\n`);
    const twice = "is the same address as in line 2";
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [3, `${twice}; it is unsubscribed all the same`],
      [4, `${twice}; it is unsubscribed all the same`],
      [5, `${twice}; it is suppressed all the same`],
      [6, `${twice}; it is suppressed all the same`],
      [7, `${twice}; it is suppressed all the same`],
      [8, twice],
    ]);
    expect(await suppressions()).toEqual(new Map([["a@example.org", "complaint"]]));
  });

  test("is kept and told alike wherever a batch ends, and by a dry run", async () => {
    const cases = orders(["confirmed", "unsubscribed", "complained", "bounced"]).flatMap((statuses) =>
      [1, 2, 3, 4].map((cut) => ({ statuses, cut, email: `${statuses.join(".")}.${cut}@example.org` })),
    );
    const heads = cases.flatMap(({ statuses, cut, email }) =>
      statuses.slice(0, cut).map((status) => `${email},${status}`),
    );
    const tails = cases.flatMap(({ statuses, cut, email }) =>
      statuses.slice(cut).map((status) => `${email},${status}`),
    );
    // The first batch, of 10,000 rows, ends where the first part of each address does.
    const others = Array.from({ length: 10_000 - heads.length }, (_, index) => `r${index}@example.org,`);
    const text = `email,status\n${[...heads, ...others, ...tails].join("\n")}\n`;
    const planned = await run.importText(text, { dryRun: true });
    expect((await run.readers()).length + (await suppressions()).size).toBe(0);
    const report = await run.importText(text);
    expect(planned).toEqual(report);
    const { refused } = report;
    const reasons = await suppressions();
    const states = new Map((await run.readers()).map(({ email, state }) => [email, state]));
    const outcomeOf = (email: string) => ({
      suppressed: reasons.get(email),
      state: states.get(email),
      told: refused
        .filter((one) => one.email === email)
        .map(({ reason }) => reason.replace(/line \d+/, "line …")),
    });
    for (const { statuses, email } of cases) {
      const uncut = outcomeOf(`${statuses.join(".")}.4@example.org`);
      expect({ email, ...outcomeOf(email) }).toEqual({ email, ...uncut });
      const isBounce = statuses.indexOf("bounced") < statuses.indexOf("complained");
      expect(uncut.suppressed).toBe(isBounce ? "bounce" : "complaint");
    }
  });
});
