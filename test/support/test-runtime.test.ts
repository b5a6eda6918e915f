import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import * as shared from "./jest-globals.ts";

test("a test has the world of Node, and of the modules it tests", async () => {
  const fault: unknown = await readFile("/nowhere").catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Error);
  expect(Buffer.from("a")).toBeInstanceOf(Uint8Array);
  expect(structuredClone([1])).toStrictEqual([1]);
  expect({ text: "a", some: [1] }).toEqual({ text: expect.any(String), some: expect.any(Array) });
});

test("what is not equal is told", () => {
  expect(new Error("a")).not.toEqual(new Error("b"));
  expect(new Date(0)).not.toEqual(new Date(1));
  expect(new Map([[1, 2]])).not.toEqual(new Map([[1, 3]]));
  expect(Buffer.from("a")).not.toEqual(Buffer.from("b"));
});

test("a module of test/support has the Jest of the file that runs", () => {
  expect(shared.expect.getState().testPath).toBe(import.meta.filename);
});
