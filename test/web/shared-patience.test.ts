import { expect, test } from "@jest/globals";
import { LetterpressError } from "../../src/base/errors.ts";
import { sharedPatience } from "../../src/web/server/shared-patience.ts";

const locked = () => new LetterpressError("store/locked", "It is locked.", "Wait.");

test("who waits behind a write that is refused is refused with it, and who comes afterwards tries", async () => {
  const write = sharedPatience();
  const tried: string[] = [];
  const refused = async (name: string) => {
    tried.push(name);
    await new Promise((resolve) => setImmediate(resolve));
    throw locked();
  };
  const waiting = ["first", "second", "third"].map((name) => write(() => refused(name)));
  const ends = await Promise.allSettled(waiting);
  expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(tried).toEqual(["first"]);
  expect(await write(async () => "written")).toBe("written");
});

test("a mistake of ours in one write is not that of the next", async () => {
  const write = sharedPatience();
  const ends = await Promise.allSettled([
    write(() => Promise.reject(new Error("a bug"))),
    write(async () => "written"),
  ]);
  expect(ends).toMatchObject([{ status: "rejected" }, { status: "fulfilled", value: "written" }]);
});
