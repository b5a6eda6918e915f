import { describe, expect, test } from "@jest/globals";
import { configText } from "../support/config-text.ts";
import { configOf, read } from "../support/configuration.ts";

describe("the pace", () => {
  test("is that of all mail, of groups of domains, and of each relay with its warm-up", () => {
    const config = configOf(
      configText({
        relays:
          "[{host: a.example.org, pace: {perHour: 900}, warmUp: [200, 500]}, {name: second, host: b.example.org}]",
        pace: "{perDay: 9000, domains: [{domains: [a.example.org, b.example.org], perMinute: 300, connections: 2}]}",
      }),
    );
    expect(config.pace).toEqual({
      perDay: 9_000,
      domains: [{ domains: ["a.example.org", "b.example.org"], perMinute: 300, connections: 2 }],
      relays: { main: { perHour: 900, warmUp: [200, 500] } },
    });
  });

  test("names no domain twice", () => {
    const group = "{domains: [a.example.org], perHour: 1}";
    expect(read(configText({ pace: `{domains: [${group}, ${group}]}` })).sentences).toEqual([
      expect.stringContaining('"a.example.org" is named a second time among the domains with a pace.'),
    ]);
  });
});
