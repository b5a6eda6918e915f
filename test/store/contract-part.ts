import { beforeEach, describe, expect, test } from "@jest/globals";
import type { AudienceExpression } from "../../src/model/audience.ts";
import { deliveryStates, mailingId } from "../../src/model/mailing.ts";
import type { Split } from "../../src/model/variant.ts";
import { mailingIdOf } from "../../src/store/audience.ts";
import { listDeliveries, mailingThatReaches } from "../../src/store/deliveries.ts";
import {
  audienceOf,
  createMailing,
  editionsOf,
  findMailing,
  listMailings,
} from "../../src/store/mailings.ts";
import type { Store } from "../../src/store/store.ts";
import { tagReaders } from "../../src/store/tags.ts";
import { putState } from "../support/ledger.ts";
import {
  addReader,
  addReaders,
  freeze,
  sampleEdition,
  sampleSender,
  type TempStore,
} from "../support/temp-store.ts";

const beta = { type: "tag", tag: "beta" } as const;
const notBeta = { type: "not", of: beta } as const;

export function partContract(opened: () => TempStore): void {
  describe("mailings to a part of a list", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    const freezePart = (only?: AudienceExpression, issue = "hello", list = "weekly") =>
      freeze(store, issue, list, 2000, only === undefined ? {} : { only });

    test("a part and then the rest reach everybody once, and each is found by its expression", async () => {
      const ids = await addReaders(store, 4);
      await tagReaders(store, { tag: "beta", emails: ["r2@example.org"] });
      const part = await freezePart(beta);
      expect(part).toMatchObject({
        id: mailingId("hello", "weekly", 'tag "beta"'),
        only: 'tag "beta"',
        recipients: 1,
      });
      const { leftOut, recipients } = await audienceOf(store, { at: 2000, issue: "hello", list: "weekly" });
      expect([recipients, leftOut]).toEqual([3, [{ reason: "already-has-issue", readers: 1 }]]);
      const rest = await freezePart();
      expect(rest).toMatchObject({ id: mailingId("hello", "weekly"), recipients: 3 });
      expect(rest).not.toHaveProperty("only");
      expect([...(await readersOf(part.id)), ...(await readersOf(rest.id))].sort()).toEqual(ids);
      expect(await findMailing(store, "hello", "weekly", beta)).toEqual(part);
      expect(await findMailing(store, "hello", "weekly")).toEqual(rest);
      expect(await findMailing(store, "hello", "weekly", notBeta)).toBeUndefined();
      expect((await listMailings(store, "hello")).map(({ only }) => only).sort()).toEqual([
        'tag "beta"',
        undefined,
      ]);
      expect(await freezePart(beta)).toEqual(part);
      expect((await freezePart(notBeta)).recipients).toBe(0);
      expect((await audienceOf(store, { at: 2000, issue: "another", list: "weekly" })).recipients).toBe(4);
    });

    test("readers outside are counted as such, whatever else holds of them", async () => {
      await addReaders(store, 3);
      await addReader(store, { email: "gone@example.org", state: "unsubscribed" });
      await addReader(store, { email: "away@example.org", state: "unsubscribed", tags: ["beta"] });
      await tagReaders(store, { tag: "beta", emails: ["r2@example.org"] });
      const { recipients, leftOut } = await audienceOf(store, {
        at: 2000,
        issue: "hello",
        list: "weekly",
        only: beta,
      });
      expect([recipients, leftOut]).toEqual([
        1,
        [
          { reason: "outside-only", readers: 3 },
          { reason: "unsubscribed", readers: 1 },
        ],
      ]);
    });

    test("a reader whom a part has not reached is reached by the rest, but not one it was decided to skip", async () => {
      const subscriber = await addReader(store, { email: "r@example.org", tags: ["beta"] });
      const { id } = await freezePart(beta);
      for (const state of deliveryStates) {
        await putState(store, id, subscriber, state);
        const { recipients } = await audienceOf(store, { at: 2000, issue: "hello", list: "weekly" });
        expect([state, recipients]).toEqual([state, state === "skipped" || state === "rejected" ? 1 : 0]);
      }
      await store.db.updateTable("deliveries").set({ state: "skipped", reason: "decided" }).execute();
      expect((await audienceOf(store, { at: 2000, issue: "hello", list: "weekly" })).recipients).toBe(0);
    });

    test("a plan is not frozen when a tag has changed since what somebody gets", async () => {
      const readers = await addReaders(store, 2);
      const split: Split = { issue: "hello", languages: ["en"], arms: 1, conditions: [beta] };
      const target = { issue: "hello", list: "weekly" };
      const approved = await audienceOf(store, { at: 2000, ...target, split });
      await tagReaders(store, { tag: "beta", emails: ["r1@example.org"] });
      const mailing = { id: mailingIdOf(target), ...target, planHash: "p", date: 1, sender: sampleSender };
      const editions = [sampleEdition];
      await expect(
        createMailing(store, { mailing, split, editions, approved, now: 1 }),
      ).rejects.toMatchObject({
        code: "store/audience-changed",
        message: expect.stringContaining("what somebody gets"),
      });
      expect(await listMailings(store)).toEqual([]);
      const frozen = await freeze(store, "hello", "weekly", 2000, { split });
      expect((await editionsOf(store, frozen.id)).map(({ variant }) => variant)).toEqual(["0", "1"]);
      const rows = await listDeliveries(store, { mailing: frozen.id, states: ["pending"], limit: 9 });
      expect(rows.map(({ subscriber, variant }) => [subscriber, variant])).toEqual([
        [readers[0], "1"],
        [readers[1], "0"],
      ]);
    });

    test("the mailing that reaches a reader is found, the one that did before the others", async () => {
      const [one = 0, two = 0] = await addReaders(store, 2);
      await tagReaders(store, { tag: "beta", emails: ["r1@example.org"] });
      const of = (subscriber: number) =>
        mailingThatReaches(store, { issue: "hello", list: "weekly", subscriber });
      expect(await of(one)).toBeUndefined();
      const part = await freezePart(beta);
      expect([await of(one), await of(two)]).toEqual([part, undefined]);
      await putState(store, part.id, one, "rejected");
      const rest = await freeze(store, "hello", "weekly", 3000);
      expect([await of(one), await of(two)]).toEqual([rest, rest]);
      await putState(store, part.id, one, "submitted");
      expect(await of(one)).toEqual(part);
    });

    async function readersOf(mailing: number): Promise<readonly number[]> {
      const rows = await listDeliveries(store, { mailing, states: ["pending"], limit: 9 });
      return rows.map(({ subscriber }) => subscriber);
    }
  });
}
