import { describe, expect, test } from "@jest/globals";
import { findSubscriber, listSubscribers } from "../../../src/store/subscribers.ts";
import { addReader } from "../../support/temp-store.ts";
import { importing } from "./importing.ts";

const run = importing();

describe("rows that bring nobody", () => {
  test("each bad address is refused with its line and the reason", async () => {
    const report = await run.importText(
      'email\nnobody\n""\n@example.org\na@localhost\n"a@example.org, b@example.org"\n<a@example.org>\nok@example.org\n',
    );
    expect(report).toMatchObject({ rows: 7, added: 1 });
    expect(report.refused).toEqual([
      { line: 2, email: "nobody", reason: "it has no @" },
      { line: 3, email: "", reason: "it is empty" },
      { line: 4, email: "@example.org", reason: "there is nothing before the @" },
      { line: 5, email: "a@localhost", reason: "the part after the @ is not a domain name" },
      {
        line: 6,
        email: "a@example.org, b@example.org",
        reason: "it has more than one @",
      },
      {
        line: 7,
        email: "<a@example.org>",
        reason: "the part before the @ has a character that addresses do not have",
      },
    ]);
  });

  test("control characters of a refused address do not reach the report", async () => {
    const report = await run.importText('email\n"a\u001b[2Jb\r\nc"\n');
    expect(report.refused).toEqual([{ line: 2, email: "a [2Jb c", reason: "it has no @" }]);
  });

  test("duplicates are found however far apart they are", async () => {
    const rows = Array.from({ length: 1200 }, (_, index) => `r${index}@example.org`);
    const report = await run.importText(
      `email\n${[...rows, "R0@EXAMPLE.org", "r1199@example.org"].join("\n")}`,
    );
    expect(report).toMatchObject({ rows: 1202, added: 1200 });
    expect(report.refused).toEqual([
      { line: 1202, email: "R0@EXAMPLE.org", reason: "is the same address as in line 2" },
      { line: 1203, email: "r1199@example.org", reason: "is the same address as in line 1201" },
    ]);
  });

  test("an unknown status is refused", async () => {
    const report = await run.importText("email,status\na@example.org,active\n");
    expect(report.refused).toEqual([
      {
        line: 2,
        email: "a@example.org",
        reason: 'has the status "active"; use unconfirmed, confirmed, unsubscribed or leave it empty',
      },
    ]);
  });

  test("a row with a cell too few or too many is refused, and the rows below it come in", async () => {
    const report = await run.importText(
      "email,city\na@example.org\nb@example.org,Galway, Ireland\nc@example.org,Berlin\na@example.org,Ulm\n",
    );
    expect(report).toMatchObject({ rows: 4, added: 2 });
    const reason = (cells: string) =>
      `has ${cells}, but the first row names 2 columns; a value with a comma in it needs quotes`;
    expect(report.refused).toEqual([
      { line: 2, email: "a@example.org", reason: reason("1 cell") },
      { line: 3, email: "b@example.org", reason: reason("3 cells") },
    ]);
    expect((await findSubscriber(run.store, "a@example.org"))?.fields).toEqual({ city: "Ulm" });
  });

  test("a value is stored as its field's type writes it, and one that is none of it is refused", async () => {
    const report = await run.importText(
      "email,plan\na@example.org,gold\nb@example.org,Glod\nc@example.org,\n",
    );
    expect(report).toMatchObject({ rows: 3, added: 2 });
    expect(report.refused).toEqual([
      {
        line: 3,
        email: "b@example.org",
        reason: 'plan is none of its options ("Glod"); did you mean "Gold"?',
      },
    ]);
    expect((await findSubscriber(run.store, "a@example.org"))?.fields).toEqual({ plan: "Gold" });
  });

  test("a value that is too long is refused by name; characters count, not their halves", async () => {
    const report = await run.importText(
      `email,firstName,city\na@example.org,Ada,${"x".repeat(201)}\nb@example.org,${"🎉".repeat(200)},\n`,
    );
    expect(report).toMatchObject({ rows: 2, added: 1 });
    expect(report.refused).toEqual([
      { line: 2, email: "a@example.org", reason: "city is longer than 200 characters" },
    ]);
  });

  test("who is unsubscribed by a row is unsubscribed whatever else is wrong with the row, and gets nothing else from it", async () => {
    const names = ["tag", "field", "cells", "moved", "twice", "new"];
    for (const name of names.slice(0, 5))
      await addReader(run.store, { email: `${name}@example.org`, fields: { city: "Ulm" } });
    const report = await run.importText(
      [
        "email,status,city,tags",
        'tag@example.org,unsubscribed,Bonn,"beta,vip2019"',
        `field@example.org,Unsubscribed,${"x".repeat(201)},`,
        "cells@example.org,unsubscribed,Bonn,beta,member",
        "moved@example.org,Galway,Ireland,unsubscribed,beta",
        "twice@example.org,confirmed,Ulm,",
        "twice@example.org,unsubscribed,Bonn,",
        "new@example.org,unsubscribed,Bonn,vip2019",
        "new@example.org,confirmed,Bonn,",
        "",
      ].join("\n"),
    );
    expect(report).toMatchObject({ rows: 8, added: 0, updated: 0, unchanged: 1 });
    const also = (reason: string) => `${reason}; it is unsubscribed all the same`;
    const tag = 'has the tag "vip2019", which letterpress.yaml does not declare';
    const cells = "has 5 cells, but the first row names 4 columns; a value with a comma in it needs quotes";
    expect(report.refused.map(({ line, reason }) => [line, reason])).toEqual([
      [2, also(tag)],
      [3, also("city is longer than 200 characters")],
      [4, also(cells)],
      [5, also(cells)],
      [7, also("is the same address as in line 6")],
      [8, also(tag)],
      [9, "is the same address as in line 8"],
    ]);
    const readers = await listSubscribers(run.store, { list: "weekly", limit: 99 });
    expect(readers.map(({ email, state, tags }) => [email.split("@")[0], state, tags])).toEqual(
      names.map((name) => [name, "unsubscribed", []]),
    );
    for (const name of names.slice(0, 5))
      expect((await findSubscriber(run.store, `${name}@example.org`))?.fields).toEqual({ city: "Ulm" });
  });

  test("after a thousand refused rows the rest is counted", async () => {
    const report = await run.importText(`email\n${"nobody\n".repeat(1003)}ok@example.org\n`);
    expect(report).toMatchObject({ rows: 1004, added: 1, moreRefused: 3 });
    expect(report.refused).toHaveLength(1000);
  });
});
