import { describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { forEachRow, padded, RowStatement, Statement } from "../../src/store/statement.ts";
import { tempStore } from "../support/temp-store.ts";

const rowsOf = (size: number) => Array.from({ length: size }, (_, row) => row);

describe("a group that is padded", () => {
  test("has all of its rows, then the last one again, at most an eighth more", () => {
    for (const size of [1, 2, 3, 7, 8, 9, 16, 17, 37, 63, 64, 65, 127, 129, 1_025]) {
      const rows = padded(rowsOf(size));
      expect(rows.slice(0, size)).toEqual(rowsOf(size));
      expect(rows.slice(size).every((row) => row === size - 1)).toBe(true);
      expect(rows.length - size).toBeLessThanOrEqual(size / 8);
    }
  });

  test("has one of a few sizes, and none stays none", () => {
    const sizes = new Set(rowsOf(1_280).map((row) => padded(rowsOf(row + 1)).length));
    // 1 to 8, then eight up to each power of two.
    expect(sizes.size).toBeLessThan(8 * 9);
    expect(padded([])).toEqual([]);
  });
});

describe("a statement", () => {
  const sum = new Statement<
    { readonly rows: readonly number[]; readonly times: number },
    { readonly sum: number }
  >(
    (place, size) => sql`
      select ${place(({ times }) => times)} * (${sql.join(
        forEachRow(size, (row) => place(({ rows }) => rows[row])),
        sql` + `,
      )}) as sum`,
  );

  test("takes its values anew each time, whatever the size is and in a transaction too", async () => {
    await using temp = await tempStore();
    const { db } = temp.store;
    const run = async (rows: readonly number[], times: number) =>
      (await sum.execute(db, { rows, times }, rows.length)).rows[0]?.sum;
    expect(await run([1, 2], 1)).toBe(3);
    expect(await run([1, 2, 3], 2)).toBe(12);
    expect(await run([5, 6], 10)).toBe(110);
    await db.transaction().execute(async (transaction) => {
      const { rows } = await sum.execute(transaction, { rows: [7, 8], times: 1 }, 2);
      expect(rows).toEqual([{ sum: 15 }]);
    });
  });
});

describe("a statement for each row", () => {
  const list = new RowStatement(
    (value) => sql`insert into lists (id, name) values (${value}, ${value}) on conflict (id) do nothing`,
  );
  const rows = [
    ["one", "First"],
    ["two", "Second"],
    ["one", "Again"],
  ];

  test("tells of each row whether it was written, and with which number", async () => {
    await using temp = await tempStore();
    const { db } = temp.store;
    const results = await db.transaction().execute((transaction) => list.execute(transaction, rows));
    expect(results.map(({ changes }) => changes)).toEqual([1, 1, 0]);
    const [first, second] = results.map(({ insertId }) => insertId);
    expect(second).toBe((first ?? 0) + 1);
    const written = await db.selectFrom("lists").select("name").where("id", "in", ["one", "two"]).execute();
    expect(written.map(({ name }) => name)).toEqual(["First", "Second"]);
  });

  test("writes none of them when one is refused", async () => {
    await using temp = await tempStore();
    const { db } = temp.store;
    const refused = db.transaction().execute((transaction) =>
      list.execute(transaction, [
        ["three", "Third"],
        ["four", null],
      ]),
    );
    await expect(refused).rejects.toThrow("NOT NULL");
    expect(await db.selectFrom("lists").selectAll().where("id", "=", "three").execute()).toEqual([]);
  });

  test("refuses to run outside a transaction, where each row would wait for the disk", async () => {
    await using temp = await tempStore();
    await expect(list.execute(temp.store.db, rows)).rejects.toThrow("needs a transaction");
  });
});
