import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parseAddress } from "../../src/base/address.ts";
import { dayMs } from "../../src/base/clock.ts";
import { linkKey } from "../../src/store/link-keys.ts";
import { findSubscriber } from "../../src/store/subscribers.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { signUpsOf } from "../../src/store/sign-ups.ts";
import { confirmToken } from "../../src/subscriptions/confirm.ts";
import { signUp } from "../../src/subscriptions/sign-up.ts";
import { type TestService, testService } from "../support/readers-service.ts";

let now = 1_800_000_000_000;
let service: TestService;
let token = "";

beforeEach(async () => {
  now = 1_800_000_000_000;
  service = await testService({ now: () => now });
  const parsed = parseAddress("ada@example.org");
  if (parsed.status === "invalid") throw new Error("no address");
  const { address } = parsed;
  await signUp(service.store, { address, lists: ["weekly"], fields: {}, form: "form", now });
  const [found] = await signUpsOf(service.store, address.key);
  token = confirmToken(await linkKey(service.store), found?.id ?? 0);
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
});

async function state(): Promise<string | undefined> {
  const found = await findSubscriber(service.store, "ada@example.org");
  return found && (await findSubscription(service.store, found.id, "weekly"))?.state;
}

describe("the page of a confirmation link", () => {
  test("has a button, and looking at it changes nothing, however often", async () => {
    for (const method of ["GET", "HEAD", "GET"]) {
      const answer = await service.ask(`/c/${token}`, { method });
      expect(answer.status).toBe(200);
      if (method === "GET") expect(await answer.text()).toContain("<bdi>The Letterpress Weekly</bdi></li>");
    }
    expect(await state()).toBeUndefined();
  });

  test("is in the language in which the person signed up, whatever their browser says", async () => {
    const parsed = parseAddress("rumi@example.org");
    if (parsed.status === "invalid") throw new Error("no address");
    const asked = { lists: ["weekly"], fields: {}, language: "fr", form: "form", now };
    await signUp(service.store, { address: parsed.address, ...asked });
    const [found] = await signUpsOf(service.store, parsed.address.key);
    const path = `/c/${confirmToken(await linkKey(service.store), found?.id ?? 0)}`;
    const headers = { "Accept-Language": "de" };
    expect(await (await service.ask(path, { headers })).text()).toContain('<html lang="fr"');
    // Also when it is pressed once more, and when the link is opened afterwards.
    for (let time = 0; time < 2; time += 1)
      expect(await (await service.post(path, { confirm: "yes" }, headers)).text()).toContain(
        '<html lang="fr"',
      );
    expect(await (await service.ask(path, { headers })).text()).toContain('<html lang="fr"');
  });

  test("subscribes when the button is pressed, once and for all", async () => {
    const answer = await service.post(`/c/${token}`, { confirm: "yes" });
    expect([answer.status, (await answer.text()).includes("You are subscribed")]).toEqual([200, true]);
    expect(await state()).toBe("confirmed");
    const again = await service.post(`/c/${token}`, { confirm: "yes" });
    expect([again.status, (await again.text()).includes("You are subscribed")]).toEqual([200, true]);
    expect(await (await service.ask(`/c/${token}`)).text()).toContain("You are subscribed");
  });

  test.each(["", "confirm=no", "confirm=yes&confirm=yes", "x=y"])(
    "does nothing for a POST of %p",
    async (body) => {
      expect((await service.post(`/c/${token}`, body)).status).toBe(400);
      expect(await state()).toBeUndefined();
    },
  );

  test("says when it is too old, and where to sign up again", async () => {
    now += 8 * dayMs;
    const answer = await service.ask(`/c/${token}`);
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain('href="/subscribe?language&#x3D;en"'.replace("&#x3D;", "="));
    expect((await service.post(`/c/${token}`, { confirm: "yes" })).status).toBe(410);
    expect(await state()).toBeUndefined();
  });

  test("is not known for a token of another kind, or a wrong one", async () => {
    const { token: other } = await service.reader("eve@example.org");
    for (const wrong of [other, `${token}a`, token.slice(1), "x", "%00"]) {
      expect((await service.ask(`/c/${wrong}`)).status).toBe(404);
      expect((await service.post(`/c/${wrong}`, { confirm: "yes" })).status).toBe(404);
    }
  });
});
