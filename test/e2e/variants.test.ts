import { describe, expect, test } from "@jest/globals";
import PostalMime from "postal-mime";
import { checkEml } from "../support/eml-checker.ts";
import { letterpressHere as letterpress } from "../support/letterpress-here.ts";
import { type TempProject, tempProject } from "../support/temp-project.ts";
import { configText, expectations, issue, relayWith } from "./newsletter.ts";

const text = `subject: {en: [A quiet week, Little news], de: [Eine ruhige Woche, Wenig Neues]}
preheader: {en: What happened in the shop this week, de: Was diese Woche in der Werkstatt geschah}
date: 2026-09-01
status: ready
from: { name: Ada at the Weekly }
replyTo: ada@news.example.org
blocks:
  - letter: |
      Hello {{firstName|there}}.
  - letter: { lang: de, body: Auf Deutsch. }
  - button: { only: tag member, title: "The members' room", url: "https://example.org/room" }
  - sponsor: { only: not tag member, name: Acme, url: "https://example.org/acme", body: Anvils. }
`;

const readers = `email,firstName,language,tags
ada@example.org,Ada,en,member
bob@example.org,Bob,en,
cy@example.org,Cy,,
dora@example.org,Dora,de-AT,member
emil@example.org,Emil,de,
fay@example.org,Fay,fr,
`;

async function divided(port: number): Promise<TempProject> {
  const project = await tempProject({ [issue]: text });
  const more = "tags:\n  member: {}\n";
  const config = configText({ port, more }).replace("  firstName: {}", "  firstName: {}\n  language: {}");
  await project.write("letterpress.yaml", config);
  await project.write("readers.csv", readers);
  const imported = await letterpress(project.root, "subscribers", "import", "readers.csv");
  expect(imported).toMatchObject({ code: 0 });
  return project;
}

describe("An issue that is not the same for everybody", () => {
  test("gives each reader the language, the subject and the blocks that are theirs", async () => {
    await using relay = await relayWith();
    await using project = await divided(relay.server.port);
    const dry = await letterpress(project.root, "send", issue, "--dry-run", "--json");
    const { plan } = JSON.parse(dry.out) as {
      plan: { variants: readonly { variant: string; readers: number }[]; editions: readonly unknown[] };
    };
    expect(plan.variants.reduce((sum, one) => sum + one.readers, 0)).toBe(6);
    expect(plan.editions).toHaveLength(plan.variants.length);
    const sent = await letterpress(project.root, "send", issue, "--yes");
    expect(sent.code).toBe(0);
    for (const { variant, readers: count } of plan.variants)
      expect(sent.out).toContain(`${count} ${variant}`);
    const kept = relay.server.kept;
    const said = { ...expectations, replyTo: "ada@news.example.org" };
    for (const { envelope, bytes } of kept) {
      const to = envelope.to[0] ?? "";
      expect(checkEml(bytes, { from: envelope.from, to, needsUtf8: false }, said)).toEqual([]);
    }
    const mails = new Map(
      await Promise.all(
        kept.map(
          async ({ envelope, bytes }) =>
            [envelope.to[0]?.split("@")[0], await PostalMime.parse(bytes)] as const,
        ),
      ),
    );
    expect([...mails.keys()].sort()).toEqual(["ada", "bob", "cy", "dora", "emil", "fay"]);
    for (const [name, mail] of mails) {
      const german = name === "dora" || name === "emil";
      const member = name === "ada" || name === "dora";
      expect(german ? ["Eine ruhige Woche", "Wenig Neues"] : ["A quiet week", "Little news"]).toContain(
        mail.subject,
      );
      expect(mail.from).toEqual({ name: "Ada at the Weekly", address: "weekly@news.example.org" });
      expect(mail.replyTo).toMatchObject([{ address: "ada@news.example.org" }]);
      for (const part of [mail.text ?? "", mail.html ?? ""]) {
        expect(part.includes("Auf Deutsch.")).toBe(german);
        expect(part.includes("Abbestellen")).toBe(german);
        expect(part.includes("https://example.org/room")).toBe(member);
        expect(part.includes("Anvils.")).toBe(!member);
      }
    }
  }, 60_000);

  test("is what render shows for each of them, byte for byte", async () => {
    await using relay = await relayWith();
    await using project = await divided(relay.server.port);
    expect((await letterpress(project.root, "send", issue, "--yes")).code).toBe(0);
    for (const { envelope, bytes } of relay.server.kept.slice(0, 3)) {
      const shown = await letterpress(project.root, "render", issue, "--eml", "--as", envelope.to[0] ?? "");
      expect(shown.out).toBe(bytes.toString());
    }
  }, 60_000);

  test("shows every variant on request, and names them", async () => {
    await using project = await divided(9);
    const checked = await letterpress(project.root, "check");
    expect(checked.out).toContain(
      'variant de.b.1: language de, subject b, tag "member", not not tag "member"'.slice(0, 40),
    );
    const german = await letterpress(project.root, "render", issue, "--variant", "de.b.1");
    expect(german).toMatchObject({ code: 0 });
    expect(german.out).toContain("Auf Deutsch.");
    const wrong = await letterpress(project.root, "render", issue, "--variant", "de.c.1");
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('The issue has no variant "de.c.1".');
  }, 60_000);

  test("sends nobody a mail without a block, and says what to do", async () => {
    await using relay = await relayWith();
    await using project = await divided(relay.server.port);
    const members =
      text.slice(0, text.indexOf("blocks:")) +
      "blocks:\n  - letter: { only: tag member, body: For members. }\n";
    await project.write(`issues/${issue}.yaml`, members);
    const refused = await letterpress(project.root, "send", issue, "--yes");
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("of which no edition was made");
    expect(refused.err).toContain("leave them out with --only");
    expect(relay.server.kept).toEqual([]);
    const part = await letterpress(project.root, "send", issue, "--only", "tag member", "--yes");
    expect(part.code).toBe(0);
    expect(relay.server.kept.map(({ envelope }) => envelope.to[0]).sort()).toEqual([
      "ada@example.org",
      "dora@example.org",
    ]);
  }, 60_000);
});
