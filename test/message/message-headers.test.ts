import { describe, expect, test } from "@jest/globals";
import PostalMime from "postal-mime";
import { compileMessage } from "../../src/message/compile-message.ts";
import { checkEml } from "../support/eml-checker.ts";
import { buildEdition, buildSender, fieldSlot, testKey, testMailing } from "../support/message-builder.ts";
import { headOf, messageOf } from "./message-of.ts";

describe("the headers of a message", () => {
  test("are these, in this order, each once", () => {
    const names = headOf({ sender: { replyTo: "desk@news.example.org", feedbackId: "exampleweekly" } })
      .split("\r\n")
      .filter((line) => !line.startsWith(" "))
      .map((line) => line.split(":")[0]);
    expect(names).toEqual([
      "From",
      "To",
      "Reply-To",
      "Subject",
      "Date",
      "Message-ID",
      "MIME-Version",
      "List-Id",
      "List-Unsubscribe",
      "List-Unsubscribe-Post",
      "List-Archive",
      "List-Help",
      "List-Post",
      "Feedback-ID",
      "Content-Type",
    ]);
  });

  test("name an archive only where there is one for everybody to read", () => {
    expect(headOf()).toContain("\r\nList-Archive: <https://news.example.org/archive>\r\n");
    const { hasArchive: _, ...closed } = buildSender();
    const message = compileMessage(buildEdition(), closed, testMailing, testKey);
    expect(Buffer.concat(message.literals).toString("latin1")).not.toContain("List-Archive");
  });

  test("say when the mailing was, not when the message was made", () => {
    expect(headOf()).toContain("Date: Tue, 01 Sep 2026 07:30:00 +0000");
  });

  test("name the reader by address alone", () => {
    expect(headOf({ recipient: { email: "a+b@example.org" } })).toContain("\r\nTo: a+b@example.org\r\n");
  });

  test("name the list, with a name in any script", () => {
    expect(headOf()).toContain("\r\nList-Id: Weekly letters <weekly.news.example.org>\r\n");
    expect(headOf({ sender: { listName: "Die Wöchentliche" } })).toContain(
      "\r\nList-Id: =?UTF-8?Q?Die_W=C3=B6chentliche?= <weekly.news.example.org>\r\n",
    );
  });

  test("let the reader unsubscribe with one click", () => {
    expect(headOf()).toContain(
      "\r\nList-Unsubscribe: <https://news.example.org/u/abcdefghijklmnopqrstuvwxyz234567>\r\n" +
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
    );
  });

  test("tell Gmail the issue, the list, the variant and the sender", () => {
    const changes = {
      sender: { feedbackId: "exampleweekly" },
      mailing: { issue: "ein: Ausblick", list: "a,b" },
    };
    expect(headOf(changes)).toContain("\r\nFeedback-ID: ein-Ausblick:a-b:all:exampleweekly\r\n");
  });

  test("hold a subject with slots as this reader sees it", async () => {
    const edition = buildEdition({
      subject: [fieldSlot("firstName", "plain", "Reader"), ", ein Gruß & mehr"],
    });
    const parsed = await PostalMime.parse(
      messageOf({ edition, recipient: { fields: { firstName: "Zoë" } } }).bytes,
    );
    expect(parsed.subject).toBe("Zoë, ein Gruß & mehr");
    expect((await PostalMime.parse(messageOf({ edition, recipient: { fields: {} } }).bytes)).subject).toBe(
      "Reader, ein Gruß & mehr",
    );
  });

  test("cannot be ended by a line break in subject or names", () => {
    const end = "News\r\nBcc: x@example.org\r\n\r\nbody";
    const sender = { name: "A\r\nBcc: x@example.org", from: { name: "B\r\nBcc: y", email: "b@example.org" } };
    for (const subject of [[end], [end, fieldSlot("firstName", "plain"), end]]) {
      const { bytes, envelope } = messageOf({ edition: buildEdition({ subject }), sender });
      expect(bytes.toString("latin1")).not.toMatch(/^Bcc/m);
      expect(checkEml(bytes, envelope)).toEqual([]);
    }
  });

  test("hold names of every length without a line over 76", async () => {
    for (let length = 0; length <= 200; length += 1) {
      const name = 'Żółw & "Żaba", '.repeat(14).slice(0, length).trim();
      const head = headOf({ sender: { name, from: { name, email: "ada@news.example.org" } } });
      const folded = head.replace(/^List-Unsubscribe: .*$/m, "").split("\r\n");
      expect(folded.every((line) => line.length <= 76)).toBe(true);
      expect((await PostalMime.parse(head)).from).toEqual({ name, address: "ada@news.example.org" });
    }
  });

  test("carry an address that needs SMTPUTF8 as it is, and the envelope says so", () => {
    const message = messageOf({ recipient: { email: "léa@example.org" } });
    expect(message.bytes.toString("utf8")).toContain("\r\nTo: léa@example.org\r\n");
    expect(message.envelope).toMatchObject({ to: "léa@example.org", needsUtf8: true });
    expect(checkEml(message.bytes, message.envelope)).toEqual([]);
  });
});
