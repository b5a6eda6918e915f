import { describe, expect, test } from "@jest/globals";
import { holesIn } from "../../build/audit/holes-in.ts";

/** As npm 11 prints it. */
const report = {
  auditReportVersion: 2,
  vulnerabilities: {
    nodemailer: {
      name: "nodemailer",
      severity: "high",
      via: [
        {
          name: "nodemailer",
          title: "Mail to another domain",
          url: "https://advisories.example.org/1",
          severity: "high",
          range: "<10.6.1",
        },
      ],
      nodes: ["node_modules/nodemailer"],
    },
    "smtp-server": { name: "smtp-server", via: ["nodemailer"], nodes: ["node_modules/smtp-server"] },
    jest: {
      name: "jest",
      via: [{ title: "Slow", url: "https://advisories.example.org/2", severity: "low", range: "*" }],
      nodes: ["node_modules/jest"],
    },
  },
};
const inputs = ["src/index.ts", "node_modules/nodemailer/lib/a.js", "node_modules/smtp-server/b.js"];

describe("the audit of the program", () => {
  test("tells of holes in what is in the program, once, and not of those in tools", () => {
    expect(holesIn(JSON.stringify(report), inputs)).toEqual({
      status: "known",
      holes: [
        "nodemailer <10.6.1 is in the program and has a hole (high): Mail to another domain, https://advisories.example.org/1. Bring it up to date, and release.",
      ],
    });
  });

  test("has nothing to tell where npm knows of none", () => {
    const none = JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} });
    expect(holesIn(none, inputs)).toEqual({ status: "known", holes: [] });
  });

  test("does not take silence for safety", () => {
    expect(holesIn("", inputs)).toEqual({ status: "unknown", why: "it printed nothing." });
    expect(holesIn('{ "message": "405 Method Not Allowed" }', inputs)).toEqual({
      status: "unknown",
      why: "405 Method Not Allowed",
    });
  });
});
