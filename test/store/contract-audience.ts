import { beforeEach, describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import {
  type AudienceExpression,
  audienceText,
  holdsFor,
  type ReaderFacts,
} from "../../src/model/audience.ts";
import { type Split, variantOf } from "../../src/model/variant.ts";
import { parseAudience } from "../../src/source/audience/parse-audience.ts";
import { audienceOf, mailingIdOf } from "../../src/store/audience.ts";
import { listDeliveries } from "../../src/store/deliveries.ts";
import type { Store } from "../../src/store/store.ts";
import { listSubscribers } from "../../src/store/subscribers.ts";
import { readerFacts } from "../../src/store/tags.ts";
import { type Chance, chanceOf, oneOf, randomAudience, trickyValues } from "../support/random-audience.ts";
import { addReader, addReaders, freeze, type TempStore } from "../support/temp-store.ts";

const names = {
  fields: ["firstName", "city", "language"],
  tags: ["member", "beta", "förderer", "b_ta"],
  lists: ["weekly", "monthly"],
};

const languages = ["en", "de", "pt-BR", "pt", "zh-Hant", "no", "EN-gb", "zh", "zh-TW", "sr-Latn"];
const writtenLanguages = [
  "",
  "en",
  "DE",
  "de-AT",
  "pt_BR",
  "PT-br-x",
  "pt-PT",
  "zh",
  "zh-Hant",
  "zh-TW",
  "zh-hant-hk",
  "sr_Latn_RS",
  "nö",
  "e",
  "en-",
  "-",
  "enx",
];

export function audienceContract(opened: () => TempStore): void {
  describe("expressions and variants in SQL", () => {
    let store: Store;

    beforeEach(() => {
      store = opened().store;
    });

    test("hold for the same readers, and divide them into the same variants, as in TypeScript", async () => {
      const chance = chanceOf(5);
      await addRandomReaders(store, chance, 150);
      const facts = await factsByAddress(store);
      for (let round = 0; round < 100; round += 1) {
        const only = randomAudience(chance, names, round % 4);
        const listed = await listSubscribers(store, { only, limit: 1_000 });
        const expected = [...facts].filter(([, reader]) => holdsFor(only, reader)).map(([email]) => email);
        expect([audienceText(only), listed.map(({ email }) => email)]).toEqual([
          audienceText(only),
          expected,
        ]);
      }
      for (let round = 0; round < 30; round += 1) {
        const split = randomSplit(chance, `issue ${round}`);
        const { id } = await freeze(store, split.issue, "weekly", 2000, { split });
        const rows = await listDeliveries(store, { mailing: id, states: ["pending"], limit: 1_000 });
        const onWeekly = [...facts].filter(([, reader]) => reader.lists.includes("weekly"));
        expect(rows.map(({ email, variant }) => [email, variant])).toEqual(
          onWeekly.map(([email, reader]) => [email, variantOf(split, reader).key]),
        );
        const { variants, recipients } = await audienceOf(store, {
          at: 2000,
          issue: "other",
          list: "weekly",
          split,
        });
        expect([recipients, variants]).toEqual([rows.length, counted(rows.map(({ variant }) => variant))]);
      }
    });

    test("give every reader the language that the rule in TypeScript gives, however it is written", async () => {
      const chance = chanceOf(11);
      const said = new Set(Array.from({ length: 150 }, () => randomTag(chance)));
      for (const [index, language] of [...said].entries())
        await addReader(store, { email: `l${index}@example.org`, fields: { language } });
      const facts = [...(await factsByAddress(store)).values()];
      for (let round = 0; round < 40; round += 1) {
        const some = Array.from({ length: 2 + chance(6) }, () => oneOf(chance, tagParts.whole));
        const split: Split = { issue: "hello", languages: [...new Set(some)], arms: 1, conditions: [] };
        const { variants } = await audienceOf(store, { at: 2000, issue: "hello", list: "weekly", split });
        expect([some, variants]).toEqual([
          some,
          counted(facts.map((reader) => variantOf(split, reader).key)),
        ]);
      }
    });

    test("look up what each of many readers says, when each says something else", async () => {
      await sql`
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 40000)
        insert into subscribers (email, email_key, domain, fields, created_at)
        select i || '@example.org', i || '@example.org', 'example.org',
          json_object('language', 'de-x-a' || i), 0 from n`.execute(store.db);
      await sql`insert into subscriptions (subscriber_id, list_id, state, token, changed_at)
        select id, 'weekly', 'confirmed', 'token' || id, 0 from subscribers`.execute(store.db);
      const split: Split = { issue: "hello", languages: ["en", "de"], arms: 1, conditions: [] };
      const { variants } = await audienceOf(store, { at: 2000, issue: "hello", list: "weekly", split });
      expect(variants).toEqual([{ variant: "de", readers: 40_000 }]);
    });

    test("a field that another program wrote as no text is not known, nor is any in what is no JSON", async () => {
      await addReaders(store, 4);
      const written = ['{"city":7}', '{"city":null}', "no JSON", '{"city":{"city":"Paris"}}'];
      for (const [index, fields] of written.entries())
        await store.db
          .updateTable("subscribers")
          .set({ fields })
          .where("id", "=", index + 1)
          .execute();
      const city = { type: "known", field: "city" } as const;
      expect(await listSubscribers(store, { only: city, limit: 9 })).toEqual([]);
      expect(await listSubscribers(store, { only: { type: "not", of: city }, limit: 9 })).toHaveLength(4);
    });

    test("an expression of a thousand parts is taken, and one as deep as may be written", async () => {
      await addReader(store, { email: "a@example.org", tags: ["member"] });
      const tag = { type: "tag", tag: "nobody" } as const;
      const many: AudienceExpression = {
        type: "or",
        of: [...Array(999).fill(tag), { type: "tag", tag: "member" }],
      };
      expect(await listSubscribers(store, { only: many, limit: 9 })).toHaveLength(1);
      const text = `${"not (city and ".repeat(10)}tag member${")".repeat(10)}`;
      const { expression: deep, problems } = parseAudience(
        text,
        (line, column) => ({ file: "", line, column }),
        names,
      );
      expect(problems).toEqual([]);
      if (deep === undefined) throw new Error("not parsed");
      const conditions = Array(50).fill(deep);
      const split = { issue: "hello", languages: ["en", "de"], arms: 2, conditions };
      const { variants } = await audienceOf(store, {
        at: 2000,
        issue: "hello",
        list: "weekly",
        only: deep,
        split,
      });
      expect(variants).toEqual([{ variant: expect.stringMatching(/^en\.[ab]\.1{50}$/), readers: 1 }]);
    });

    test("who is counted is the same for a split that divides nobody and for none", async () => {
      await addReaders(store, 3);
      const target = { issue: "hello", list: "weekly" };
      const split = { issue: "hello", languages: ["de"], arms: 1, conditions: [] };
      expect(await audienceOf(store, { at: 2000, ...target, split })).toEqual(
        await audienceOf(store, { at: 2000, ...target }),
      );
    });

    test("its members have another name when anybody gets another variant", async () => {
      await addReaders(store, 4);
      const only = { type: "tag", tag: "member" } as const;
      const split: Split = { issue: "hello", languages: ["en"], arms: 1, conditions: [only] };
      const membersWith = async (tagged: readonly number[]) => {
        await store.db.deleteFrom("subscriber_tags").execute();
        for (const id of tagged) await addReader(store, { email: `r${id}@example.org`, tags: ["member"] });
        return (await audienceOf(store, { at: 2000, issue: "hello", list: "weekly", split })).members;
      };
      const all = [[], [1], [2], [1, 4], [2, 3], [1, 2, 3, 4]];
      const found = new Set<string>();
      for (const tagged of all) found.add(await membersWith(tagged));
      expect(found.size).toBe(all.length);
      expect(await membersWith([2, 3])).toBe(await membersWith([2, 3]));
    });

    test("the mailing of an expression has a number of its own, however the expression was typed", () => {
      const target = { issue: "hello", list: "weekly" };
      const city = { type: "in", field: "city", values: ["Paris"] } as const;
      const ids = [
        target,
        { ...target, only: city },
        { ...target, only: { type: "not", of: city } as const },
      ];
      expect(new Set(ids.map(mailingIdOf)).size).toBe(3);
    });
  });
}

async function addRandomReaders(store: Store, chance: Chance, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    const email = `r${number}@example.org`;
    const fields = {
      firstName: oneOf(chance, trickyValues),
      city: oneOf(chance, trickyValues),
      language: oneOf(chance, writtenLanguages),
    };
    const tags = names.tags.filter(() => chance(3) === 0);
    const state = oneOf(chance, ["confirmed", "confirmed", "unconfirmed", "unsubscribed"] as const);
    await addReader(store, { email, fields, tags, list: oneOf(chance, names.lists) });
    await addReader(store, { email, list: oneOf(chance, names.lists), state });
  }
}

async function factsByAddress(
  store: Store,
): Promise<ReadonlyMap<string, ReaderFacts & { readonly id: number }>> {
  const readers = await listSubscribers(store, { limit: 1_000 });
  return new Map(
    await Promise.all(
      readers.map(async (one) => [one.email, { id: one.id, ...(await readerFacts(store, one)) }] as const),
    ),
  );
}

const tagParts = {
  language: ["zh", "ZH", "sr", "de", "pt", "uz", "en", "qaa", "english", "i-klingon"],
  script: ["", "", "Hant", "hans", "Latn", "CYRL"],
  region: ["", "", "TW", "hk", "CN", "AT", "BR", "AF", "u-nu-latn", "x-y", "1996"],
  between: ["-", "-", "_"],
  whole: [
    "en",
    "zh",
    "zh-Hant",
    "zh-Hans",
    "zh-TW",
    "zh-HK",
    "sr",
    "sr-Latn",
    "de",
    "pt-BR",
    "uz-Arab",
    "uz",
  ],
};

function randomTag(chance: Chance): string {
  const { language, script, region, between } = tagParts;
  const subtags = [oneOf(chance, language), oneOf(chance, script), oneOf(chance, region)];
  return (
    subtags.filter((one) => one !== "").join(oneOf(chance, between)) + oneOf(chance, ["", "", "", " ", "-"])
  );
}

function randomSplit(chance: Chance, issue: string): Split {
  const several = Array.from({ length: 1 + chance(4) }, () => oneOf(chance, languages));
  const conditions = Array.from({ length: chance(4) }, () => randomAudience(chance, names, 2));
  return { issue, languages: [...new Set(several)], arms: 1 + chance(4), conditions };
}

function counted(keys: readonly string[]) {
  return [...new Set(keys)]
    .sort()
    .map((variant) => ({ variant, readers: keys.filter((key) => key === variant).length }));
}
