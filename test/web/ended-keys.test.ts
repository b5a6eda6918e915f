import { expect, test } from "@jest/globals";
import { parseAddress } from "../../src/base/address.ts";
import { signedTokens } from "../../src/base/token.ts";
import { linkKey, endOlderLinkKeys, rotateLinkKey } from "../../src/store/link-keys.ts";
import { signUpsOf } from "../../src/store/sign-ups.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { countVotes } from "../../src/store/votes.ts";
import { confirmToken } from "../../src/subscriptions/confirm.ts";
import { signUp } from "../../src/subscriptions/sign-up.ts";
import { testService } from "../support/readers-service.ts";
import { sentIssue } from "../support/sent-issue.ts";
import { issueText } from "../support/temp-project.ts";

const now = 1_800_000_000_000;
const hello = "2026-09-01-hello";
const more = `
  - poll: { id: team, question: Whose side?, options: [{ id: "yes", title: "Yes" }, { id: "no", title: "No" }] }
`;

test("a running service opens what older keys signed until they are ended; unsubscribing goes on", async () => {
  await using service = await testService({ now: () => now });
  const { store } = service;
  const ada = await service.reader("ada@example.org");
  const mailing = await sentIssue(service, { id: hello, text: issueText({ more }) });
  const parsed = parseAddress("new@example.org");
  if (parsed.status === "invalid") throw new Error(parsed.reason);
  await signUp(store, { address: parsed.address, lists: ["weekly"], fields: {}, form: "form", now });
  const [waiting] = await signUpsOf(store, "new@example.org");

  const linksNow = async () => {
    const key = await linkKey(store);
    const tokens = signedTokens(key, mailing.id, ada.id);
    const confirm = confirmToken(key, waiting?.id ?? 0);
    return [
      `/p/${tokens("preferences")}`,
      `/m/${tokens("web")}`,
      `/v/${tokens("vote")}/team/yes`,
      `/c/${confirm}`,
    ];
  };
  const statuses = async (paths: readonly string[]) =>
    Promise.all(paths.map(async (path) => (await service.ask(path)).status));

  const before = await linksNow();
  await rotateLinkKey(store, now);
  const after = await linksNow();
  expect(after.some((path) => before.includes(path))).toBe(false);
  expect(await statuses([...before, ...after])).toEqual(Array(8).fill(200));
  // Whatever key signed the mail, its web version links with the one of now.
  expect(await (await service.ask(before[1] ?? "")).text()).toContain(after[0]);

  await endOlderLinkKeys(store, { now });
  expect(await statuses([...before, ...after])).toEqual([...Array(4).fill(410), ...Array(4).fill(200)]);
  const page = await (await service.ask(before[0] ?? "", { headers: { "Accept-Language": "de" } })).text();
  expect(page).toContain("Dieser Link gilt nicht mehr");
  const forms = ["do=leave", "", "vote=yes", "confirm=yes"];
  for (const [index, body] of forms.entries())
    if (body !== "") expect((await service.post(before[index] ?? "", body)).status).toBe(410);
  expect(await countVotes(store, hello)).toEqual([]);
  expect((await findSubscription(store, ada.id, "weekly"))?.state).toBe("confirmed");

  const oneClick = { method: "POST", body: "List-Unsubscribe=One-Click" };
  expect((await service.ask(`/u/${ada.token}`, oneClick)).status).toBe(200);
  expect((await findSubscription(store, ada.id, "weekly"))?.state).toBe("unsubscribed");
});

test("the pages of an unsubscribe link lead to nothing else of its reader", async () => {
  await using service = await testService({ now: () => now });
  const ada = await service.reader("ada@example.org");
  const pages = [
    await service.ask(`/u/${ada.token}`),
    await service.post(`/u/${ada.token}`, "unsubscribe=yes"),
  ];
  for (const page of pages) expect(await page.text()).not.toMatch(/\/[pmvc]\/|ada|example\.org"/);
});
