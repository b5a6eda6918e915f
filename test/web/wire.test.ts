import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { signedTokens } from "../../src/base/token.ts";
import { linkKey } from "../../src/store/link-keys.ts";
import { findSubscription } from "../../src/store/subscriptions.ts";
import { type ReadersServer, serveReaders } from "../../src/web/server/serve.ts";
import { type TestService, testService } from "../support/readers-service.ts";
import { sentIssue } from "../support/sent-issue.ts";
import { issueText } from "../support/temp-project.ts";

let service: TestService;
let server: ReadersServer;
let ada: Awaited<ReturnType<TestService["reader"]>>;
/** Every route, with tokens that open it. */
let paths: readonly string[];

const poll = `
  - poll: { id: team, question: Whose side?, options: [{ id: "yes", title: "Yes" }, { id: "no", title: "No" }] }
`;
const oneClick = "List-Unsubscribe=One-Click";

beforeAll(async () => {
  service = await testService({
    lines: `service:
  port: 0
  form: { fields: [firstName], origins: ["https://www.example.org"] }
  limits: { networkPerHour: 100000, perHour: 100000 }`,
  });
  ada = await service.reader("ada@example.org");
  const id = "2026-09-01-hello";
  const mailing = await sentIssue(service, { id, text: issueText({ more: poll }) });
  server = await serveReaders(service.service);
  const tokens = signedTokens(await linkKey(service.store), mailing.id, ada.id);
  paths = [
    ...["/subscribe", `/u/${ada.token}`, ada.preferences, "/c/unknown"],
    ...[`/m/${tokens("web")}`, `/m/${tokens("web")}/0.png`],
    ...[`/v/${tokens("vote")}/team/yes`, `/v/${tokens("vote")}/team`],
    ...[
      "/archive",
      `/archive/${id}`,
      "/feed.xml",
      "/atom.xml",
      "/feed.json",
      "/sitemap.xml",
      "/assets/x.png",
    ],
    ...["/help", "/style.css", "/icon.svg", "/healthz", "/metrics", "/nothing", "/"],
  ];
});
afterAll(async () => {
  await server.close();
  await service[Symbol.asyncDispose]();
});

/** What the server says to these bytes, until it closes the connection. */
function said(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(server.port, "127.0.0.1");
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    // A server that refuses a body may close while it is being sent.
    socket.on("error", () => socket.destroy());
    socket.once("close", () => resolve(answer));
    socket.write(bytes);
  });
}

async function statusOf(bytes: string | Buffer): Promise<number> {
  const statuses = [...(await said(bytes)).matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) =>
    Number(status),
  );
  return statuses.filter((status) => status !== 100).at(-1) ?? 0;
}

function asked(method: string, path: string, headers = "", body = ""): string {
  return `${method} ${path} HTTP/1.1\r\nHost: news.example.org\r\nConnection: close\r\n${headers}\r\n${body}`;
}

const form = "Content-Type: application/x-www-form-urlencoded\r\n";

function inChunks(method: string, path: string, chunks: readonly string[]): Buffer {
  const body = [...chunks, ""].map((one) => `${one.length.toString(16)}\r\n${one}\r\n`).join("");
  return Buffer.from(asked(method, path, `${form}Transfer-Encoding: chunked\r\n`, body), "latin1");
}

/** Each of them and its answer, where that is a fault of ours or none at all. */
async function faults(all: readonly (readonly [string, string | Buffer])[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (let from = 0; from < all.length; from += 20)
    await Promise.all(
      all.slice(from, from + 20).map(async ([what, bytes]) => {
        const status = await statusOf(bytes);
        if (status < 200 || status >= 500) found.push(`${status} ${what}`);
      }),
    );
  return found;
}

describe("the server, asked through its socket", () => {
  test("unsubscribes by a one-click POST whose body comes in chunks, of whatever size", async () => {
    const bob = await service.reader("bob@example.org");
    expect(await statusOf(inChunks("POST", `/u/${bob.token}`, ["List-Unsub", "scribe=One-", "Click"]))).toBe(
      200,
    );
    expect((await findSubscription(service.store, bob.id, "weekly"))?.state).toBe("unsubscribed");
    expect(await statusOf(inChunks("POST", ada.preferences, ["do=sa", "ve&list=weekly"]))).toBe(200);
  });

  test("refuses more than it reads with 413, whether the length is said or not", async () => {
    const megabyte = "a".repeat(1024 * 1024);
    const answers = await Promise.all(
      paths
        .slice(0, 3)
        .flatMap((path) => [
          statusOf(asked("POST", path, `${form}Content-Length: ${megabyte.length}\r\n`, megabyte)),
          statusOf(inChunks("POST", path, Array(16).fill("a".repeat(65_536)))),
        ]),
    );
    // Nothing at all when the client had not done with sending.
    expect(answers.filter((status) => ![413, 0].includes(status))).toEqual([]);
    expect(await statusOf(asked("POST", "/subscribe", `${form}Content-Length: ${megabyte.length}\r\n`))).toBe(
      413,
    );
    expect(await statusOf(inChunks("POST", "/subscribe", ["a".repeat(65_537)]))).toBe(413);
  });

  test("has an answer of 2xx to 4xx to every method on every route, with and without a body", async () => {
    const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "QUERY"];
    const all = paths.flatMap((path) =>
      methods.flatMap((method) => [
        [`${method} ${path}`, asked(method, path)] as const,
        ...(["GET", "HEAD"].includes(method)
          ? []
          : [[`${method} ${path} in chunks`, inChunks(method, path, ["a=", "b"])] as const]),
      ]),
    );
    expect(await faults(all)).toEqual([]);
  });

  test("and to addresses, headers and bodies that nobody should send", async () => {
    const ends = [
      "?",
      "?language=%00",
      "?a=%",
      "/%",
      "/%00",
      "/%E0%A4%A",
      "//",
      "/..%2f",
      `/${"a/".repeat(400)}`,
    ];
    const headers = [
      "X-Forwarded-For: ,,,%,::1%eth0,[::]:x\r\nAccept-Language: ;;q=9,*,\u00ff\r\n",
      'If-None-Match: "\r\nRange: bytes=0-,5-1,-\r\nCookie: a=b\r\n',
      "Origin: null\r\nAccess-Control-Request-Method: x\r\n",
      "Expect: 100-continue\r\nContent-Length: 0\r\n",
      "Content-Encoding: gzip\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
      "Content-Type: application/json\r\nContent-Type: multipart/form-data\r\nContent-Length: 2\r\n\r\n{}",
      'Content-Type: multipart/form-data; boundary="\\"\r\nContent-Length: 2\r\n\r\n--',
      "Content-Length: -1\r\n",
    ];
    const all = paths.flatMap((path) => [
      ...ends.map((end) => [`GET ${path}${end}`.slice(0, 80), asked("GET", path + end)] as const),
      ...headers.map((some) => [`POST ${path} ${some}`.slice(0, 120), asked("POST", path, some)] as const),
      [`absolute ${path}`, asked("GET", `http://evil.example${path}`)] as const,
      [`HTTP/1.0 ${path}`, `GET ${path} HTTP/1.0\r\n\r\n`] as const,
      [`host ${path}`, `GET ${path} HTTP/1.1\r\nHost: a/b?c#d@e:99999\r\nConnection: close\r\n\r\n`] as const,
    ]);
    expect(await faults(all)).toEqual([]);
  });

  test("and nothing of it was noted as a fault, or changed a reader", async () => {
    expect(service.notes).toEqual([]);
    expect((await findSubscription(service.store, ada.id, "weekly"))?.state).toBe("confirmed");
    expect(
      await statusOf(
        asked("POST", `/u/${ada.token}`, `${form}Content-Length: ${oneClick.length}\r\n`, oneClick),
      ),
    ).toBe(200);
  });
});
