import { describe, expect, test } from "@jest/globals";
import { consentOf } from "../../../src/store/consent.ts";
import type { ImportInput, ImportReport } from "../../../src/subscriptions/import/import-report.ts";
import { planImport } from "../../../src/subscriptions/import/plan-import.ts";
import { profiles } from "../../../src/subscriptions/import/profiles/all.ts";
import { declared, importing, now } from "./importing.ts";

const run = importing();

/** The files are as these programs write them, with columns left out that they have for themselves. */
const exports: Readonly<Record<string, string>> = {
  mailchimp: `"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LAST_CHANGED,LEID,EUID,NOTES,TAGS
a@example.org,Ada,Lovelace,2,"2024-03-01 10:00:00",192.0.2.77,"2024-03-01 10:05:00",198.51.100.9,"2024-03-01 10:05:00",1,x,,"""Member"",""VIP customers"""
`,
  substack: `email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at
a@example.org,false,,other,false,2024-03-01T10:00:00.000Z,
off@example.org,true,2027-01-01T00:00:00.000Z,yearly,true,2024-03-02T10:00:00.000Z,2024-03-03T10:00:00.000Z
`,
  ghost: `id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers
1,a@example.org,Ada,,true,,,2024-03-01T10:00:00.000Z,,"member,beta",
2,off@example.org,Bob,,false,,,2024-03-02T10:00:00.000Z,,,
3,gone@example.org,Cy,,true,,,2024-03-02T10:00:00.000Z,2025-01-01T00:00:00.000Z,,
`,
  buttondown: `id,email_address,type,creation_date,notes,metadata,tags,ip_address,unsubscription_date,undeliverability_date
1,a@example.org,premium,2024-03-01T10:00:00.000Z,,"{""city"": ""Ulm"", ""shoe"": 42}",member,192.0.2.77,,
2,new@example.org,unactivated,2024-03-01T10:00:00.000Z,,,,,,
3,off@example.org,unsubscribed,2024-03-01T10:00:00.000Z,,,,,2025-01-01T00:00:00.000Z,
4,dead@example.org,undeliverable,2024-03-01T10:00:00.000Z,,,,,,2025-01-01T00:00:00.000Z
5,rest@example.org,paused,2024-03-01T10:00:00.000Z,,,,,,
`,
  beehiiv: `email,status,created_at,subscription_tier,last_opened_at,open_rate,click_rate,total_clicked
a@example.org,active,2024-03-01 10:00:00,free,,0.5,0.1,3
off@example.org,inactive,2024-03-01 10:00:00,free,,0,0,0
dead@example.org,invalid,2024-03-01 10:00:00,free,,0,0,0
new@example.org,pending,2024-03-01 10:00:00,free,,0,0,0
`,
  listmonk: `uuid,email,name,attributes,status,created_at,updated_at
0b1c,a@example.org,Ada,"{""city"": ""Ulm""}",enabled,2024-03-01T10:00:00.000000Z,2024-03-01T10:00:00.000000Z
0b1d,off@example.org,Bob,{},blocklisted,2024-03-01T10:00:00.000000Z,2024-03-01T10:00:00.000000Z
0b1e,rest@example.org,Cy,{},disabled,2024-03-01T10:00:00.000000Z,2024-03-01T10:00:00.000000Z
`,
  kit: `first_name,email,created_at,status,tags
Ada,a@example.org,2024-03-01T10:00:00Z,active,"member, VIP"
Bob,off@example.org,2024-03-01T10:00:00Z,cancelled,
Cy,dead@example.org,2024-03-01T10:00:00Z,bounced,
Di,angry@example.org,2024-03-01T10:00:00Z,complained,
Ed,new@example.org,2024-03-01T10:00:00Z,inactive,
`,
};

function profileOf(text: string): Promise<string | undefined> {
  const source = (async function* () {
    yield text;
  })();
  return planImport({ file: "people.csv", source, list: "weekly", ...declared, now }).then(
    ({ plan }) => plan.profile?.name,
  );
}

/** Everybody on the list, as `local part state`. */
async function states(): Promise<readonly string[]> {
  return (await run.readers()).map(({ email, state }) => `${email.split("@")[0]} ${state}`);
}

function importExport(name: string, changes: Partial<ImportInput> = {}): Promise<ImportReport> {
  return run.importText(exports[name] ?? "", changes);
}

describe("the export of another program", () => {
  test.each(Object.keys(exports))("of %s is recognised by its first row", async (name) => {
    expect(await profileOf(exports[name] ?? "")).toBe(name);
  });

  test("has a profile tested here, each but our own", () => {
    expect(profiles.map(({ name }) => name).toSorted()).toEqual(
      [...Object.keys(exports), "letterpress"].toSorted(),
    );
  });

  test.each([
    "email,firstName,city,status,language,tags",
    "email,status,created_at",
    "first_name,email",
    "Email,Name,Phone,Label",
    "uuid,email",
  ])("is not seen in a file with the columns %s", async (header) => {
    expect(await profileOf(`${header}\n`)).toBeUndefined();
  });

  test("of the newer Substack, of the older Buttondown and of Kit's interface is recognised too", async () => {
    expect(
      await profileOf("Email,Name,Stripe plan,Cancel date,Start date,Paid upgrade date,Activity,Type\n"),
    ).toBe("substack");
    expect(await profileOf("creation_date,email,metadata,notes,subscriber_type,tags\n")).toBe("buttondown");
    expect(await profileOf("first_name,email_address,state,created_at,tags\n")).toBe("kit");
    expect(await profileOf("Email,Status,Created At,Subscription Tier\n")).toBe("beehiiv");
  });

  test("is read as any file when the editor says so", async () => {
    const report = await importExport("ghost", { from: "none" });
    expect(report).toMatchObject({ rows: 3, added: 3, unsubscribed: 0 });
  });
});

describe("who has left there, cannot be reached, or has not confirmed", () => {
  test.each<[name: string, report: Partial<ImportReport>, states: readonly string[]]>([
    ["mailchimp", { rows: 1, added: 1 }, ["a confirmed"]],
    ["substack", { rows: 2, added: 1, unsubscribed: 1 }, ["a confirmed", "off unsubscribed"]],
    [
      "ghost",
      { rows: 3, added: 1, unsubscribed: 2 },
      ["a confirmed", "off unsubscribed", "gone unsubscribed"],
    ],
    [
      "buttondown",
      { rows: 5, added: 2, unsubscribed: 1, suppressed: 1, faulty: 0 },
      ["a confirmed", "new unconfirmed", "off unsubscribed"],
    ],
    [
      "beehiiv",
      { rows: 4, added: 2, unsubscribed: 1, suppressed: 1 },
      ["a confirmed", "off unsubscribed", "new unconfirmed"],
    ],
    ["listmonk", { rows: 3, added: 1, unsubscribed: 1, faulty: 0 }, ["a confirmed", "off unsubscribed"]],
    [
      "kit",
      { rows: 5, added: 2, unsubscribed: 1, suppressed: 2 },
      ["a confirmed", "off unsubscribed", "new unconfirmed"],
    ],
  ])("stays so for %s", async (name, report, expected) => {
    expect(await importExport(name)).toMatchObject(report);
    expect(await states()).toEqual(expected);
  });

  test("is not let in by a later file", async () => {
    await importExport("kit");
    const again = await run.importText("email\noff@example.org\ndead@example.org\nangry@example.org\n");
    expect(again).toMatchObject({ rows: 3, added: 0, faulty: 0 });
    expect(again.refused.map(({ reason }) => reason)).toEqual([
      "has unsubscribed",
      "is suppressed",
      "is suppressed",
    ]);
  });

  test("who gets no mail there for another reason is refused", async () => {
    const report = await importExport("listmonk");
    expect(report.refused).toEqual([
      { line: 4, email: "rest@example.org", reason: "gets no mail there, so it is not brought in" },
    ]);
  });

  test("is told by the name of a file of Mailchimp, which has no column for it", async () => {
    const names: readonly (readonly [string, Partial<ImportReport>])[] = [
      ["nonsubscribed_email_audience_export_1.csv", { added: 0, faulty: 0 }],
      ["cleaned_email_audience_export_1.csv", { suppressed: 1 }],
    ];
    for (const [file, report] of names)
      expect(await importExport("mailchimp", { file })).toMatchObject(report);
    const other = (exports.mailchimp ?? "").replace("a@example.org", "b@example.org");
    const file = "lists/unsubscribed_email_audience_export_1.csv";
    expect(await run.importText(other, { file })).toMatchObject({ unsubscribed: 1 });
    expect(await states()).toEqual(["b unsubscribed"]);
  });
});

describe("what the export of another program says of a reader", () => {
  test("stands in the consent log with its own times and networks, before the import", async () => {
    await importExport("mailchimp", { file: "subscribed.csv" });
    const [reader] = await run.readers();
    const at = (time: string) => Date.parse(`2024-03-01T${time}Z`);
    expect(reader?.createdAt).toBe(at("10:00:00"));
    expect(await consentOf(run.store, reader?.id ?? 0)).toEqual(
      [
        { type: "requested", at: at("10:00:00"), network: "192.0.2.0/24" },
        { type: "confirmed", at: at("10:05:00"), network: "198.51.100.0/24" },
        { type: "imported", at: now },
      ].map((event) => ({
        subscriber: reader?.id,
        list: "weekly",
        source: "subscribed.csv",
        detail: { from: "mailchimp" },
        ...event,
      })),
    );
    const wrong = (exports.mailchimp ?? "")
      .replace("192.0.2.77", "999.0.2.77")
      .replace("51.100.9", "51.100.256");
    await run.importText(wrong.replace("a@", "b@"), { file: "subscribed.csv" });
    const second = (await run.readers())[1]?.id ?? 0;
    expect((await consentOf(run.store, second)).map((event) => [event.type, event.network])).toEqual([
      ["requested", undefined],
      ["confirmed", undefined],
      ["imported", undefined],
    ]);
  });

  test("has the day on which somebody left there, and not the day of the import", async () => {
    await importExport("ghost");
    const gone = (await run.readers()).find(({ email }) => email === "gone@example.org");
    expect((await consentOf(run.store, gone?.id ?? 0)).map(({ type, at }) => [type, at])).toEqual([
      ["requested", Date.parse("2024-03-02T10:00:00Z")],
      ["unsubscribed", Date.parse("2025-01-01T00:00:00Z")],
    ]);
  });

  test("brings fields, also from its attributes, and the tags that are declared", async () => {
    await importExport("buttondown");
    expect((await run.readers())[0]).toMatchObject({ fields: { city: "Ulm" }, tags: ["member"] });
  });

  test("names the tags that are not declared, and adds them when they are", async () => {
    expect((await importExport("mailchimp")).leftOutTags).toEqual({ "VIP customers": 1 });
    expect((await run.readers())[0]).toMatchObject({ fields: { firstName: "Ada" }, tags: ["member"] });
    const report = await importExport("mailchimp", { tags: ["member", "vip-customers"] });
    expect(report).toMatchObject({ updated: 1, leftOutTags: {} });
    expect((await run.readers())[0]?.tags).toEqual(["member", "vip-customers"]);
  });

  test("leaves out a date that cannot be read or lies in the future, and says so", async () => {
    const report = await run.importText(
      "email,signedUpAt\na@example.org,03/04/2024\nb@example.org,2999-01-01\nc@example.org,2024-02-30\nd@example.org,2024-02-29\n",
    );
    expect(report.added).toBe(4);
    expect(report.cleaned.map(({ line, what }) => [line, what.slice(0, 23)])).toEqual(
      [2, 3, 4].map((line) => [line, "signedUpAt was left out"]),
    );
    expect((await run.readers()).map(({ createdAt }) => createdAt)).toEqual([
      now,
      now,
      now,
      Date.parse("2024-02-29T00:00:00Z"),
    ]);
  });
});
