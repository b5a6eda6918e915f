import { describe, expect, test } from "@jest/globals";
import { type ForecastInput, forecast } from "../../../src/delivery/pace/forecast.ts";
import { Limits } from "../../../src/delivery/pace/limits.ts";
import type { PaceRules } from "../../../src/model/pace.ts";

const hour = 3_600_000;
const day = 24 * hour;
const at = 20_000 * day;
const main = [{ name: "main" }];

interface Before {
  /** Messages that started so many ms before, through `main`. */
  readonly used?: readonly (readonly [ms: number, messages: number])[];
  readonly days?: number;
}

function foretell(
  rules: PaceRules,
  messages: number,
  changes: Partial<Pick<ForecastInput, "byGroup" | "relays">> & Before = {},
) {
  const { used = [], days = 0, byGroup = [], relays = main } = changes;
  const known = new Map([["main", { days, beganAt: at - day }]]);
  const limits = new Limits(
    rules,
    relays.map(({ name }) => name),
    known,
  );
  limits.restore(
    used.map(([ms, messages]) => {
      return { relay: "main", domain: "", minuteAt: at - ms, lastAt: at - ms, messages };
    }),
  );
  return forecast({ rules, limits, at, messages, byGroup, relays });
}

describe("the forecast of a pace", () => {
  test("says nothing when only the relay decides", () => {
    expect(foretell({}, 5_000)).toEqual({ durationMs: 0, limits: [] });
  });

  test("of even spaces is as long as the spaces", () => {
    expect(foretell({ perSecond: 50, perMinute: 600 }, 3_000)).toMatchObject({
      durationMs: 300_000,
      perSecond: 10,
      limits: [{ limited: { of: "all" }, messages: 3_000, quotas: [] }],
    });
  });

  test("of a quota is how often it has to come back", () => {
    expect(foretell({ perHour: 1_000 }, 1_000).durationMs).toBe(0);
    expect(foretell({ perHour: 1_000 }, 3_500).durationMs).toBe(3 * hour);
    expect(foretell({ perHour: 1_000, perDay: 1_500 }, 3_500).durationMs).toBe(2 * day);
  });

  test("knows what is used already, and when that comes back", () => {
    const made = foretell({ perDay: 1_000 }, 500, { used: [[20 * hour, 900]] });
    expect(made.durationMs).toBe(4 * hour);
    expect(made.limits).toMatchObject([{ quotas: [{ span: "day", most: 1_000, used: 900 }] }]);
  });

  test("of a warm-up begins with the step of today and takes the next ones", () => {
    const relays = { main: { warmUp: [200, 500, 1_000] } };
    const made = foretell({ relays }, 1_300, { days: 1, used: [[day - 1, 200]] });
    expect(made.limits).toMatchObject([
      {
        limited: { of: "relay", relay: "main" },
        quotas: [{ span: "warm-up", most: 500, used: 200, day: 2 }],
      },
    ]);
    // 300 now, 200 as yesterday's come back, and the rest on the third day.
    expect(made.durationMs).toBe(day + 1);
    expect(foretell({ relays }, 1_400, { days: 3 }).limits).toEqual([]);
  });

  test("with a slow pace does not wait for a quota that comes back meanwhile", () => {
    const { durationMs } = foretell({ perSecond: 1, perHour: 3_600, perDay: 86_400 }, 200_000);
    expect(durationMs / 1_000).toBeGreaterThan(199_000);
    expect(durationMs / 1_000).toBeLessThan(210_000);
  });

  test("of groups of domains is for their readers, and the slowest limit decides", () => {
    const domains = [
      { domains: ["a.example.org"], perMinute: 60 },
      { domains: ["b.example.org"], connections: 2 },
    ];
    const made = foretell({ perSecond: 100, domains }, 5_000, { byGroup: [600, 40] });
    expect(made.durationMs).toBe(600_000);
    expect(
      made.limits.map(({ limited, messages, durationMs }) => [limited.of, messages, durationMs]),
    ).toEqual([
      ["domains", 600, 600_000],
      ["all", 5_000, 50_000],
      ["domains", 40, 0],
    ]);
  });

  test("of several relays is as long as they take together; a standby takes none", () => {
    const relays = { main: { perSecond: 10 }, second: { perSecond: 30 }, third: { perSecond: 1 } };
    const made = foretell({ relays }, 4_000, {
      relays: [{ name: "main" }, { name: "second" }, { name: "third", weight: 0 }],
    });
    expect(Math.round(made.durationMs / 1_000)).toBe(100);
    expect(made.limits).toHaveLength(2);
    const free = foretell({ relays: { main: { perHour: 1 } } }, 4_000, {
      relays: [...main, { name: "second" }],
    });
    expect(free.durationMs).toBe(0);
  });

  test("of a relay with a quota goes on through the standby where the quota is used up, and from then on", () => {
    const relays = [...main, { name: "spare", weight: 0 }];
    const paced = { main: { perHour: 1_000 }, spare: { perMinute: 100 } };
    const made = foretell({ relays: paced }, 4_000, { relays });
    // 1,000 at once, and in half an hour as many as the standby takes in it.
    expect(Math.round(made.durationMs / 60_000)).toBe(30);
    expect(made.limits.map(({ limited, messages }) => [limited, messages])).toEqual([
      [{ of: "relay", relay: "main" }, 1_000],
      [{ of: "relay", relay: "spare" }, 3_000],
    ]);
    const few = foretell({ relays: paced }, 900, { relays });
    expect(few.durationMs).toBe(0);
    expect(few.limits.map(({ messages }) => messages)).toEqual([900]);
    const slowly = { main: { perMinute: 10, perHour: 300 } };
    expect(foretell({ relays: slowly }, 2_000, { relays }).durationMs).toBe(30 * 60_000);
  });

  test("of standbys alone is that of what they take together", () => {
    const standbys = [{ name: "spare", weight: 0 }];
    expect(foretell({ relays: { spare: { perMinute: 100 } } }, 3_000, { relays: standbys })).toMatchObject({
      durationMs: 30 * 60_000,
    });
  });

  test("ends soon, however long the mailing takes", () => {
    const made = foretell({ perHour: 1 }, 1_000_000);
    expect(made.durationMs / hour).toBeGreaterThan(990_000);
    expect(made.durationMs / hour).toBeLessThan(1_010_000);
  });
});
