import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "@jest/globals";
import { LetterpressError } from "../../../src/base/errors.ts";
import { posted, restored } from "../../../src/delivery/ledger/ledger-post.ts";

/** As it comes out of the thread of the ledger. */
function crossed(fault: unknown): Error {
  return restored(JSON.parse(JSON.stringify(posted(fault))) as ReturnType<typeof posted>);
}

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (fault) {
    return fault;
  }
  throw new Error("nothing was thrown");
}

describe("A fault that crosses from the thread of the ledger", () => {
  test("is what it was: a bug with its name, its place, and the codes of SQLite", () => {
    using database = new DatabaseSync(":memory:");
    const fault = thrownBy(() => database.exec("select * from nothing")) as Error & { errcode: number };
    const { message, stack, errcode } = fault;
    expect(errcode).toBe(1);
    expect(crossed(fault)).toMatchObject({ message, stack, errcode, code: "ERR_SQLITE_ERROR" });
    expect(crossed(new TypeError("x is not a function"))).toMatchObject({ name: "TypeError" });
    expect(crossed("no error at all")).toMatchObject({ message: "no error at all" });
  });

  test("is what it was: one that a person can mend, with what is behind it", () => {
    const system = Object.assign(new Error("EIO: i/o error, fsync"), { code: "EIO" });
    const cause = new Error("the log was not synced", { cause: system });
    const fault = new LetterpressError("store/unreadable", "The store cannot be read.", "Look.", { cause });
    const there = crossed(fault);
    expect(there).toBeInstanceOf(LetterpressError);
    expect(there).toMatchObject({ code: fault.code, message: fault.message, remedy: fault.remedy });
    expect(there.cause).toMatchObject({ message: cause.message, cause: { code: "EIO" } });
  });
});
