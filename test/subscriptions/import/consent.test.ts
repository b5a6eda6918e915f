import { expect, test } from "@jest/globals";
import { consentOf } from "../../../src/store/consent.ts";
import { findSubscriber } from "../../../src/store/subscribers.ts";
import { findSubscription } from "../../../src/store/subscriptions.ts";
import { unsubscribe } from "../../../src/store/unsubscribe.ts";
import { confirm, confirmToken } from "../../../src/subscriptions/confirm.ts";
import { linkKey } from "../../../src/store/link-keys.ts";
import { parseConsentLine } from "../../../src/subscriptions/import/consent-line.ts";
import { signUp } from "../../../src/subscriptions/sign-up.ts";
import { newsletter, storeOf } from "../../e2e/newsletter.ts";
import { letterpressHere } from "../../support/letterpress-here.ts";
import { addressOf } from "../../support/mail-test.ts";
import type { TempProject } from "../../support/temp-project.ts";

/** Somebody who signed up, confirmed and left. */
async function withHistory({ root }: TempProject): Promise<void> {
  await using store = await storeOf(root);
  const network = "192.0.2.0/24";
  const asked = { address: addressOf("ada@example.org"), lists: ["weekly"], fields: {}, network };
  await signUp(store, { ...asked, form: "front page", textVersion: "en 1", now: 1_000 });
  await confirm(store, { token: confirmToken(await linkKey(store), 1), network, now: 2_000 });
  const { id = 0 } = (await findSubscriber(store, "ada@example.org")) ?? {};
  const { token = "" } = (await findSubscription(store, id, "weekly")) ?? {};
  await unsubscribe(store, token, 3_000, { source: "one-click" });
}

async function logOf({ root }: TempProject) {
  await using store = await storeOf(root);
  const { id = 0 } = (await findSubscriber(store, "ada@example.org")) ?? {};
  return (await consentOf(store, id)).map(({ subscriber, ...event }) => event);
}

test("the consent log of an export moves into another store, once, and says where it came from", async () => {
  await using before = await newsletter({ port: 1, readers: 1 });
  await using after = await newsletter({ port: 1, readers: 0 });
  await withHistory(before);
  const [readers, log] = [`${after.root}/readers.csv`, `${after.root}/consent.jsonl`];
  await letterpressHere(before.root, "subscribers", "export", "--out", readers, "--consent", log);
  expect((await letterpressHere(after.root, "subscribers", "import", "readers.csv")).code).toBe(0);
  const run = () => letterpressHere(after.root, "subscribers", "import-consent", "consent.jsonl");
  const first = await run();
  expect([first.code, first.out]).toEqual([
    0,
    "4 events added to the consent log, 0 known already, 0 refused.\n",
  ]);
  const moved = (await logOf(before)).map((event) => ({
    ...event,
    detail: { importedFrom: "consent.jsonl" },
  }));
  expect(moved).toHaveLength(3);
  expect(await logOf(after)).toEqual(expect.arrayContaining(moved));
  const again = await run();
  expect([again.code, again.out]).toEqual([
    0,
    "0 events added to the consent log, 4 known already, 0 refused.\n",
  ]);

  const [email, source, at] = ["ada@example.org", "form", "2020-01-01T00:00:00.000Z"];
  const claimed = { email, source, at, type: "requested", detail: { importedFrom: "nowhere" } };
  await after.write("claims.jsonl", `${JSON.stringify(claimed)}\n`);
  await letterpressHere(after.root, "subscribers", "import-consent", "claims.jsonl");
  expect((await logOf(after)).at(-1)).toMatchObject({ source, detail: { importedFrom: "claims.jsonl" } });

  // What nobody exported is named with its line, and nothing of it is written.
  const good = JSON.stringify({
    email: "nobody@example.org",
    type: "imported",
    at: "2026-01-01T00:00:00.000Z",
    source: "x",
  });
  await after.write("consent.jsonl", `\n{"email": 1}\n[]\n${good}\n`);
  const bad = await run();
  expect(bad.code).toBe(1);
  expect(bad.err).toContain("consent.jsonl:2 is refused: its email cannot be used: it is empty.");
  expect(bad.err).toContain("consent.jsonl:3 is refused: it is no JSON object.");
  expect(bad.err).toContain("consent.jsonl:4 is refused: nobody here has this address.");
  const none = await letterpressHere(after.root, "subscribers", "import-consent", "none.jsonl");
  expect([none.code, none.err]).toEqual([2, expect.stringContaining("none.jsonl cannot be read:")]);
});

const line = {
  email: "Ada@example.org",
  list: "weekly",
  type: "confirmed",
  at: "2026-01-01T00:00:00.000Z",
  source: "form",
};
const read = (change: object) =>
  parseConsentLine(JSON.stringify({ ...line, ...change }), { lists: ["weekly"], now: Date.UTC(2026, 5) });

test.each(["192.0.2.0/24", "0.255.10.0/24", "2001:db8:1::/48", "0:0:1::/48"])(
  "%s is a network",
  (network) => {
    expect(read({ network })).toMatchObject({ status: "read", event: { network } });
  },
);

test("a line is read as an export writes it, with nothing in it that could hurt", () => {
  expect(read({ source: "a\u202e\nb", detail: { until: "x", n: 1 }, __proto__: { x: 1 }, other: 1 })).toEqual(
    {
      status: "read",
      event: {
        key: "ada@example.org",
        list: "weekly",
        type: "confirmed",
        at: Date.UTC(2026, 0),
        source: "a b",
        detail: { until: "x" },
      },
    },
  );
});

test.each([
  [{ email: "ada" }, "its email cannot be used"],
  [{ list: "other" }, 'no list "other"'],
  [{ list: null }, "no list null"],
  [{ type: "constructor" }, "its type is none of"],
  [{ at: "2026-01-01" }, "its time is not written"],
  [{ at: "2027-01-01T00:00:00.000Z" }, "still to come"],
  [{ source: " " }, "no source"],
  [{ network: "192.0.2.77" }, "its network is none"],
  [{ network: "999.999.999.0/24" }, "its network is none"],
  [{ network: "192.0.2.77/24" }, "its network is none"],
  [{ network: "192.0.2.0/48" }, "its network is none"],
  [{ network: "2001:db8:1:2::/48" }, "its network is none"],
])("a line with %j is refused", (change, because) => {
  expect(read(change)).toEqual({ status: "refused", because: expect.stringContaining(because) });
});
