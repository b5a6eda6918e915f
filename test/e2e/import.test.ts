import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { type TempProject, tempProject } from "../support/temp-project.ts";

let project: TempProject;

beforeEach(async () => {
  project = await tempProject();
});

afterEach(async () => project.remove());

const people =
  "Email Address,First name,Phone,City\na@example.org,Ada,123,Ulm\nnobody,=1+1,456,Bonn\nA@example.org,A,,\n";

describe("subscribers import", () => {
  test("shows first what each column becomes, then what it did", async () => {
    await project.write("people.csv", people);
    const { code, out } = await letterpress(project.root, "subscribers", "import", "people.csv");
    expect(out.split("\n")).toEqual([
      "people.csv: utf-8, separated by commas",
      "  Email Address  becomes email",
      "  First name     becomes firstName",
      "  Phone          ignored: letterpress.yaml declares no such field",
      "  City           becomes city",
      "3 rows: 1 added, 0 updated, 0 unchanged, 2 refused",
      "",
    ]);
    expect(code).toBe(1);
  });

  test("says how a column is taken that may hold a field, and takes it so", async () => {
    await project.write("people.csv", "email,Full name\na@example.org,Ada\n");
    const { out } = await letterpress(project.root, "subscribers", "import", "people.csv", "--dry-run");
    const said = /declares no such field\. To take it: --map '(.*)'/.exec(out)?.[1] ?? "";
    const mapped = await letterpress(project.root, "subscribers", "import", "people.csv", "--map", said);
    expect(mapped.out).toMatch(/Full name +becomes firstName/);
  });

  test("writes refused rows into a file of its own, for this user only, which can be mended and imported", async () => {
    await project.write("people.csv", people);
    const first = await letterpress(project.root, "subscribers", "import", "people.csv");
    expect(first.err).toContain("The refused rows are in people.refused.csv");
    const path = join(project.root, "people.refused.csv");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const text = await readFile(path, "utf8");
    expect(text.split("\r\n")).toEqual([
      "refusedLine,refusedBecause,Email Address,First name,Phone,City",
      "3,it has no @,nobody,'=1+1,456,Bonn",
      "4,is the same address as in line 2,A@example.org,A,,",
      "",
    ]);
    await project.write("people.refused.csv", text.replace("nobody", "b@example.org"));
    const second = await letterpress(project.root, "subscribers", "import", "people.refused.csv");
    expect(second).toMatchObject({
      code: 0,
      out: expect.stringContaining("2 rows: 1 added, 0 updated, 1 unchanged, 0 refused"),
    });
    const { out } = await letterpress(project.root, "subscribers", "list", "--json");
    expect(out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line).fields]))).toEqual([
      { city: "Ulm", firstName: "Ada" },
      { city: "Bonn", firstName: "=1+1" },
    ]);
  });

  test("that ends at a fault of the file says where the rows are that it refused above that", async () => {
    await project.write("people.csv", `${people}b@example.org,"Bob,1,Ulm\n`);
    const { code, err } = await letterpress(project.root, "subscribers", "import", "people.csv");
    expect(code).toBe(1);
    expect(err).toMatch(
      /^The refused rows are in people\.refused\.csv, .*\n.*people\.csv:5 has a quote that is never closed\. The rows above it are imported: 3 read, 1 added/,
    );
    expect(await readFile(join(project.root, "people.refused.csv"), "utf8")).toContain("3,it has no @");
  });

  test("never writes over a file of refused rows", async () => {
    await project.write("people.csv", people);
    for (const name of ["people.refused.csv", "people.refused-2.csv"]) {
      const { err } = await letterpress(project.root, "subscribers", "import", "people.csv");
      expect(err).toContain(`The refused rows are in ${name}`);
    }
  });

  test("--dry-run says the same and leaves nothing behind, not even a store", async () => {
    await project.write("people.csv", people);
    const { code, out, err } = await letterpress(
      project.root,
      "subscribers",
      "import",
      "people.csv",
      "--dry-run",
    );
    expect(code).toBe(1);
    expect(out).toContain(
      "Nothing was written. It would be 3 rows: 1 added, 0 updated, 0 unchanged, 2 refused",
    );
    expect(err).toContain("refused people.csv:4 A@example.org is the same address as in line 2");
    expect((await readdir(project.root)).toSorted()).toEqual([
      "issues",
      "letterpress.yaml",
      "people.csv",
      "templates",
    ]);
  });

  test("--dry-run knows who is in the store, and changes nothing of them", async () => {
    await project.write("people.csv", "email,city\na@example.org,\n");
    await letterpress(project.root, "subscribers", "import", "people.csv");
    await project.write("more.csv", "email,city\na@example.org,Ulm\nb@example.org,Bonn\n");
    const { out } = await letterpress(project.root, "subscribers", "import", "more.csv", "--dry-run");
    expect(out).toContain("It would be 2 rows: 1 added, 1 updated, 0 unchanged, 0 refused");
    const listed = await letterpress(project.root, "subscribers", "list");
    expect(listed.out).toBe("a@example.org\tconfirmed\n");
  });

  test("exits with 0 when nothing can be mended: who has left stays away without an alarm", async () => {
    await project.write("left.csv", "email,status\na@example.org,unsubscribed\n");
    await letterpress(project.root, "subscribers", "import", "left.csv");
    await project.write("all.csv", "email\na@example.org\n");
    const { code, err } = await letterpress(project.root, "subscribers", "import", "all.csv");
    expect([code, err]).toEqual([0, expect.stringContaining("all.csv:2 a@example.org has unsubscribed")]);
  });

  test("takes what the editor says of columns, and tells the export of another program", async () => {
    await project.write(
      "members.csv",
      "id,email,name,subscribed_to_emails,created_at,deleted_at,labels\n1,a@example.org,Ada,true,2024-03-01T10:00:00.000Z,,VIP\n",
    );
    const args = [
      "subscribers",
      "import",
      "members.csv",
      "--map",
      "name=firstName",
      "--ignore",
      "created_at",
    ];
    const { code, out, err } = await letterpress(project.root, ...args);
    expect(code).toBe(0);
    expect(out).toContain("members.csv: an export of Ghost, utf-8");
    expect(out).toMatch(/ {2}name +becomes firstName\n/);
    expect(out).toMatch(/ {2}created_at +ignored: as you said\n/);
    expect(err).toContain('Tags that letterpress.yaml does not declare were left out: "VIP" (1).');
  });

  test.each<[args: readonly string[], message: string, code: number]>([
    [["--map", "name"], '--map "name" does not say which column becomes which field.', 2],
    [["--encoding", "klingon"], 'No encoding is called "klingon".', 2],
    [["--from", "tinyletter"], 'No export of "tinyletter" is known.', 1],
    [["--overwrite", "city"], '--overwrite names "city", and no column of people.csv becomes this field.', 1],
  ])("with %j is told in a sentence", async (args, message, expected) => {
    await project.write("people.csv", "email\n");
    const { code, err } = await letterpress(project.root, "subscribers", "import", "people.csv", ...args);
    expect([code, err]).toEqual([expected, expect.stringContaining(message)]);
  });

  test("prints its report as JSON and nothing else", async () => {
    await project.write("people.csv", people);
    const { out } = await letterpress(project.root, "subscribers", "import", "people.csv", "--json");
    expect(JSON.parse(out)).toMatchObject({
      rows: 3,
      added: 1,
      faulty: 1,
      encoding: "utf-8",
      separator: ",",
      columns: [{ use: "email" }, { use: "field", field: "firstName" }, { use: "ignored" }, { use: "field" }],
      refusedFile: "people.refused.csv",
    });
  });
});
