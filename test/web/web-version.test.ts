import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import PostalMime from "postal-mime";
import { signedTokens } from "../../src/base/token.ts";
import { linkKey } from "../../src/store/link-keys.ts";
import { erasePerson } from "../../src/store/erase-person.ts";
import { compileMessage } from "../../src/message/compile-message.ts";
import { personalize } from "../../src/message/personalize.ts";
import { editionOf, type Edition } from "../../src/model/edition.ts";
import { adoptEditions, editionsOf } from "../../src/store/mailings.ts";
import { pngPicture } from "../support/pictures.ts";
import { testService } from "../support/readers-service.ts";
import { sentIssue } from "../support/sent-issue.ts";
import { issueText } from "../support/temp-project.ts";

const hello = "2026-09-01-hello";
const more = `
  - image: { src: images/press.png, alt: A printing press }
  - letter: { only: tag member, body: Only members read this. }
`;

async function withMail() {
  const service = await testService();
  const { project, store } = service;
  await mkdir(join(project.root, "issues/images"));
  await project.write("issues/images/press.png", pngPicture(1200, 600));
  const ada = await service.reader("ada@example.org", { firstName: "<b>Ada</b>" });
  await store.db.insertInto("subscriber_tags").values({ subscriber_id: ada.id, tag: "member" }).execute();
  const bob = await service.reader("bob@example.org");
  const mailing = await sentIssue(service, { id: hello, text: issueText({ more }) });
  const key = await linkKey(store);
  const link = (reader: number, purpose: "web" | "vote" | "bounce" = "web") =>
    signedTokens(key, mailing.id, reader)(purpose);
  return { service, store, mailing, ada, bob, link };
}

describe("the web version of a mail", () => {
  test("is the HTML of the mail that this reader got, but for the addresses of its pictures", async () => {
    const { service, store, mailing, ada, bob, link } = await withMail();
    await using _ = service;
    const editions = await editionsOf(store, mailing.id);
    for (const [reader, email, fields] of [
      [ada, "ada@example.org", { firstName: "<b>Ada</b>" }],
      [bob, "bob@example.org", {}],
    ] as const) {
      const variant = reader === ada ? "1" : "0";
      const edition = editions.find((one) => one.variant === variant) as Edition;
      const template = compileMessage(edition, mailing.sender, mailing, await linkKey(store));
      const recipient = { subscriber: reader.id, email, fields, unsubscribeToken: reader.token, variant };
      const mail = await PostalMime.parse(personalize(template, recipient).bytes);
      const answer = await service.ask(`/m/${link(reader.id)}`);
      const page = await answer.text();
      expect(answer.status).toBe(200);
      const picture = `/m/${link(reader.id)}/0.png`;
      expect(page).toContain(`src="${picture}"`);
      expect(`${page.replaceAll(picture, `cid:${edition.attachments[0]?.cid}`)}`.trimEnd()).toBe(
        mail.html?.trimEnd(),
      );
      expect(page.includes("Only members read this.")).toBe(reader === ada);
      expect(Buffer.from(await (await service.ask(picture)).arrayBuffer())).toEqual(pngPicture(1200, 600));
    }
  });

  test("is kept by nobody, listed nowhere, and runs nothing", async () => {
    const { service, bob, link } = await withMail();
    await using _ = service;
    const { headers } = await service.ask(`/m/${link(bob.id)}`);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-robots-tag")).toBe("noindex");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none';.*sandbox(?!.*allow-scripts)/,
    );
    expect((await service.ask(`/m/${link(bob.id)}`, { method: "POST" })).status).toBe(405);
  });

  test("stays the revision that the reader has when the others get a corrected one", async () => {
    const { service, store, mailing, ada, bob, link } = await withMail();
    await using _ = service;
    await store.db
      .updateTable("deliveries")
      .set({ state: "pending", revision: null })
      .where("subscriber_id", "=", bob.id)
      .execute();
    const corrected = (await editionsOf(store, mailing.id)).map((edition) =>
      editionOf({ ...edition, html: ["<p>Corrected</p>"] }),
    );
    const split = {
      issue: hello,
      languages: ["en"],
      arms: 1,
      conditions: [{ type: "tag", tag: "member" }],
    } as const;
    await adoptEditions(store, {
      mailing: mailing.id,
      now: 1,
      isAlive: () => false,
      split,
      editions: corrected,
    });
    expect(await (await service.ask(`/m/${link(ada.id)}`)).text()).toContain("Movable letters");
    expect(await (await service.ask(`/m/${link(bob.id)}`)).text()).toBe("<p>Corrected</p>");
  });

  test("of an erased reader leads to the page that everybody may read", async () => {
    const { service, store, bob, link } = await withMail();
    await using _ = service;
    const address = { email: "bob@example.org", key: "bob@example.org" };
    await erasePerson(store, { address, source: "test", now: 1 });
    for (const path of [`/m/${link(bob.id)}`, `/m/${link(bob.id)}/0.png`]) {
      const answer = await service.ask(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain(`href="/archive/${hello}"`);
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
  });

  test("is not opened by any other token", async () => {
    const { service, bob, link } = await withMail();
    await using _ = service;
    const real = link(bob.id);
    const tokens = [
      link(bob.id, "vote"),
      link(bob.id, "bounce"),
      link(999_999),
      bob.token,
      `${real.slice(0, -1)}${real.endsWith("a") ? "b" : "a"}`,
      real.slice(1),
      `${real}a`,
      "x",
      "constructor",
      "%00",
      "a".repeat(5000),
    ];
    for (const token of tokens) {
      const answer = await service.ask(`/m/${token}`);
      expect([token, answer.status]).toEqual([token, 404]);
      expect(await answer.text()).not.toContain("Movable letters");
    }
    expect((await service.ask(`/m/${real.toUpperCase()}`)).status).toBe(200);
    for (const picture of ["1.png", "-1.png", "x.png", "0", "0.png.html"])
      expect((await service.ask(`/m/${real}/${picture}`)).status).toBe(404);
  });
});
