import { describe, expect, test } from "@jest/globals";
import { bounceDomain } from "../../../src/check/rules/bounce-domain.ts";
import { fromMailbox } from "../../../src/check/rules/from-mailbox.ts";
import { listId as listIdRule } from "../../../src/check/rules/list-id.ts";
import { noReply } from "../../../src/check/rules/no-reply.ts";
import { unfilledSenderRule } from "../../../src/check/rules/unfilled-sender.ts";
import { findings } from "./findings-of.ts";

const from = (email: string) => ({ from: { name: "The Galley", email } });

describe("a From address at a provider of mailboxes", () => {
  test.each([
    ["ada@gmail.com", "smtp.example.org"],
    ["ada@yahoo.co.uk", "email-smtp.eu-west-1.amazonaws.com"],
    ["ada@icloud.com", "smtp.gmail.com"],
  ])("cannot be sent through a relay of others: %s through %s", (email, host) => {
    expect(findings(fromMailbox, { sender: from(email), relayHosts: [host] })).toEqual([
      expect.stringContaining(`comes from ${email} and goes through ${host}, which cannot send for`),
    ]);
  });

  test.each([
    ["ada@gmail.com", "smtp.gmail.com"],
    ["ada@hotmail.com", "smtp.office365.com"],
    ["ada@icloud.com", "smtp.mail.me.com"],
    ["ada@news.example.org", "smtp.example.org"],
    ["ada@gmail.com.example.org", "smtp.example.org"],
  ])("can through its own, and no other address is one: %s through %s", (email, host) => {
    expect(findings(fromMailbox, { sender: from(email), relayHosts: [host] })).toEqual([]);
  });
});

describe("what init wrote of the sender", () => {
  test("is told of the From address, the links, and any line of the postal address, each where it stands", () => {
    const sender = {
      ...from("hello@my-newsletter.example.org"),
      siteUrl: "https://my-newsletter.example.org",
      postalAddress: ["The Galley", "Street and number", "London"],
    };
    expect(findings(unfilledSenderRule, { sender })).toEqual([
      expect.stringContaining(
        'warning letterpress.yaml:2:1 from is still "hello@my-newsletter.example.org", as init wrote it',
      ),
      expect.stringContaining('yaml:5:1 siteUrl is still "https://my-newsletter.example.org"'),
      expect.stringContaining('yaml:4:1 postalAddress is still "Street and number"'),
    ]);
  });

  test("is not told of a sender that somebody has filled in", () => {
    const postalAddress = ["Your name and mine", "1 Street and number lane", "London"];
    expect(findings(unfilledSenderRule, { sender: { ...from("ada@example.org"), postalAddress } })).toEqual(
      [],
    );
  });
});

describe("a return path", () => {
  const sender = { ...from("ada@news.example.org"), bounceDomain: "bounce.example.net" };

  test("of another domain vouches for nobody, unless the mail is signed", () => {
    expect(findings(bounceDomain, { sender })).toEqual([
      expect.stringContaining(
        "bounces go to bounce.example.net, the mail comes from news.example.org, and nothing is signed",
      ),
    ]);
    const signedBy = [{ domain: "news.example.org", selector: "a" }];
    expect(findings(bounceDomain, { sender, signedBy })).toEqual([]);
  });

  test("of the same owner does, and so does the From address itself", () => {
    expect(findings(bounceDomain, { sender: { ...sender, bounceDomain: "bounce.example.org" } })).toEqual([]);
    expect(findings(bounceDomain, { sender: from("ada@news.example.org") })).toEqual([]);
  });
});

describe("a List-Id", () => {
  const of = (listId: string) =>
    findings(listIdRule, {
      sender: { ...from("ada@news.example.org"), siteUrl: "https://letters.net", listId },
    });

  test("lies below the domain of the From address or of the site", () => {
    expect(of("weekly.paper.net")).toEqual([
      expect.stringContaining(
        "letterpress.yaml:6:1 the List-Id weekly.paper.net has nothing in common with news.example.org or letters.net.",
      ),
    ]);
    expect(of("weekly.example.org")).toEqual([]);
    expect(of("weekly.news.letters.net")).toEqual([]);
  });
});

describe("who answers", () => {
  test.each(["no-reply@example.org", "noreply@example.org", "do-not-reply@example.org"])(
    "writes to nobody: %s",
    (email) => {
      expect(findings(noReply, { sender: from(email) })).toEqual([
        expect.stringContaining(`letterpress.yaml:2:1 answers go to ${email}, where nobody reads them.`),
      ]);
    },
  );

  test("is read where replyTo says so", () => {
    const sender = { ...from("noreply@example.org"), replyTo: "desk@example.org" };
    expect(findings(noReply, { sender })).toEqual([]);
    expect(findings(noReply, { sender: from("noreplacement@example.org") })).toEqual([]);
  });
});
