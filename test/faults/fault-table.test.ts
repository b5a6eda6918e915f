import { describe, expect, test } from "@jest/globals";
import { faultTable } from "./fault-table.ts";

describe("The table of faults", () => {
  test("has a line for each fault, in the order of their words, and its numbers in columns", () => {
    const quiet = { listed: 0, duplicates: 0, missing: 0, uncertain: 0, bound: 0 };
    const rows = [
      { fault: "a relay that is gone", readers: 5, copies: 5, ...quiet },
      { fault: "a kill", readers: 400, copies: 397, ...quiet, uncertain: 3, bound: 56 },
    ];
    expect(faultTable(rows)).toBe(
      [
        "fault                 readers  copies  listed  duplicates  missing  uncertain  bound",
        "a kill                    400     397       0           0        0          3     56",
        "a relay that is gone        5       5       0           0        0          0      0",
        "",
      ].join("\n"),
    );
  });
});
