import { describe, expect, test } from "@jest/globals";
import type { ImportInput } from "../../../src/subscriptions/import/import-report.ts";
import { planImport } from "../../../src/subscriptions/import/plan-import.ts";
import { declared, now } from "./importing.ts";

/** What each column becomes, as `header → use`; `header → firstName?` where it may hold that. */
async function uses(header: string, changes: Partial<ImportInput> = {}): Promise<readonly string[]> {
  const source = (async function* () {
    yield `${header}\n`;
  })();
  const { plan } = await planImport({
    file: "people.csv",
    source,
    list: "weekly",
    ...declared,
    now,
    ...changes,
  });
  return plan.columns.map((column) => {
    const use = column.use === "field" ? column.field : column.use;
    const couldBe = column.use === "ignored" ? column.couldBe : undefined;
    return `${column.header} → ${couldBe === undefined ? use : `${couldBe}?`}`;
  });
}

/** As `uses`, of columns beside that of the addresses, with more fields. */
async function hints(header: string): Promise<readonly string[]> {
  const fields = { firstName: {}, city: {}, language: {}, plan: {}, country: {}, born: {} };
  return (await uses(`email,${header}`, { fields })).slice(1);
}

describe("the columns of a file", () => {
  test("are known by their names, whatever their case, accents and signs", async () => {
    expect(await uses("E-Mail,FIRST NAME,City,Status,tags,signed_up_at")).toEqual([
      "E-Mail → email",
      "FIRST NAME → firstName",
      "City → city",
      "Status → status",
      "tags → tags",
      "signed_up_at → signedUpAt",
    ]);
  });

  test("are known by what other programs and languages call them", async () => {
    expect(await uses("Adresse e-mail;Prénom;Ville;Langue")).toEqual([
      "Adresse e-mail → email",
      "Prénom → firstName",
      "Ville → city",
      "Langue → language",
    ]);
  });

  test("that are nothing here are ignored, and so are those without a name", async () => {
    expect(await uses("email,Phone,Created,")).toEqual([
      "email → email",
      "Phone → ignored",
      "Created → ignored",
      " → ignored",
    ]);
  });

  test("that may hold a field are ignored, and named with it", async () => {
    expect(await uses("email,name,Home city,Preferred language,Phone")).toEqual([
      "email → email",
      "name → firstName?",
      "Home city → city?",
      "Preferred language → language?",
      "Phone → ignored",
    ]);
  });

  test.each([
    ["First Name of Reader", "firstName"],
    ["readerFirstName", "firstName"],
    ["your_given-name", "firstName"],
    ["Home city", "city"],
    ["home_city", "city"],
    ["homeCity", "city"],
    ["HOMECity2", "city"],
    ["Cities visited", "city"],
    ["Land of birth", "country"],
    ["Langues parlées", "language"],
    ["All plans", "plan"],
    ["Name", "firstName"],
    ["born in", "born"],
  ])("are named by whole words: %s may hold %s", async (header, field) => {
    expect(await hints(header)).toEqual([`${header} → ${field}?`]);
  });

  test("are not named for letters that stand in another word", async () => {
    const headers = ["Explanation", "Planet", "Airplane", "Capacity", "Publicity", "Velocity", "Island"];
    const more = ["Maryland", "Stubborn", "Slang", "Planned", "Newborn", "Planet name tag"];
    const all = [...headers, ...more];
    expect(await hints(all.join(","))).toEqual(all.map((header) => `${header} → ignored`));
  });

  test("hold no field that another column is, and none that the editor leaves out", async () => {
    expect(await uses("name,email,Vorname,city name,Town", { ignore: ["city name"] })).toEqual([
      "name → ignored",
      "email → email",
      "Vorname → firstName",
      "city name → ignored",
      "Town → city",
    ]);
  });

  test("are what the editor says", async () => {
    expect(
      await uses("Login,Called,city", { map: { Login: "email", called: "firstName" }, ignore: ["CITY"] }),
    ).toEqual(["Login → email", "Called → firstName", "city → ignored"]);
  });

  test("with the very name of something go before those that are called so elsewhere", async () => {
    expect(await uses("Vorname,firstName,mail,email")).toEqual([
      "Vorname → ignored",
      "firstName → firstName",
      "mail → ignored",
      "email → email",
    ]);
  });

  test.each<[what: string, header: string, changes: Partial<ImportInput>, code: string, remedy: string]>([
    ["a slip of the keyboard", "email,fistName", {}, "unknown-column", 'Did you mean "firstName"?'],
    ["two addresses", "email,Email", {}, "duplicate-column", "--ignore"],
    ["no address", "name,city", {}, "no-email-column", '--map "Name of the column=email"'],
    [
      "a column that is not there",
      "email,city",
      { ignore: ["cyti"] },
      "no-such-column",
      'Did you mean "city"?',
    ],
    [
      "a field that is not there",
      "email,x",
      { map: { x: "frstName" } },
      "unknown-field",
      'Did you mean "firstName"?',
    ],
    [
      "a program that is not known",
      "email",
      { from: "mailchmp" },
      "unknown-profile",
      'Did you mean "mailchimp"?',
    ],
  ])("with %s are an error that says what to do", async (_, header, changes, code, remedy) => {
    await expect(uses(header, changes)).rejects.toMatchObject({
      code: `subscriptions/${code}`,
      remedy: expect.stringContaining(remedy),
    });
  });

  test("a slip is passed over when the editor says so", async () => {
    expect(await uses("email,fistName", { ignore: ["fistName"] })).toEqual([
      "email → email",
      "fistName → ignored",
    ]);
  });

  test("named like what every object has are columns like any other", async () => {
    expect(await uses("email,constructor,__proto__,toString")).toEqual([
      "email → email",
      "constructor → ignored",
      "__proto__ → ignored",
      "toString → ignored",
    ]);
  });
});
