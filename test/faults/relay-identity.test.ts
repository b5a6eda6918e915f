import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { configText, issue, newsletter, start } from "../e2e/newsletter.ts";
import { startInboxServer } from "../support/smtp-server.ts";
import { wireProxy } from "../support/wire-proxy.ts";
import { balance, expectFaultless } from "./books.ts";

const auth = { user: "editor", password: "s3cr3t-passw0rd" };
const authority = fileURLToPath(new URL("../support/certificates/authority.pem", import.meta.url));
const environment = { SMTP_PASSWORD: auth.password, NODE_EXTRA_CA_CERTS: authority };
const readers = 6;

/**
 * Who stands on the line takes the offer of TLS out of the relay's answers, and refuses it when it is asked for anyway.
 */
function stripped(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  return Buffer.from(
    text.replace("STARTTLS", "X-NOTHING").replace(/^220 .*TLS.*$/m, "502 5.5.1 What?\r"),
    "latin1",
  );
}

type Server = NonNullable<Parameters<typeof startInboxServer>[0]>;

const impostors: readonly {
  readonly fault: string;
  readonly server: Server;
  readonly change?: (bytes: Buffer) => Buffer;
  readonly says: string;
}[] = [
  {
    fault: "STARTTLS stripped on the way",
    server: { security: "starttls" },
    change: stripped,
    says: "[transport/starttls-not-offered]",
  },
  {
    fault: "a certificate that has expired",
    server: { security: "starttls", certificate: "expired" },
    says: "expired",
  },
  {
    fault: "a certificate for another host",
    server: { security: "starttls", certificate: "other-host" },
    says: "another host than",
  },
  {
    fault: "535 at AUTH",
    server: { security: "starttls", auth: { user: "editor", password: "another" } },
    says: 'did not accept the user "editor"',
  },
];

describe("A relay that is not who it should be, or does not know us", () => {
  test.concurrent.each(impostors)(
    "$fault: nobody is touched, the password is not on the wire, and the next send reaches everybody",
    async ({ fault, server, change, says }) => {
      const bad = await startInboxServer({ auth, ...server });
      const good = await startInboxServer({ auth, security: "starttls" });
      await using proxy = await wireProxy(bad.port, change);
      const relay = "    user: editor\n    password: { env: SMTP_PASSWORD }\n";
      await using project = await newsletter({ port: proxy.port, readers });
      const { root } = project;
      const config = (port: number) =>
        project.write(
          "letterpress.yaml",
          configText({ port, relay }).replace("security: none", "security: starttls"),
        );
      await config(proxy.port);
      const refused = await start(root, ["send", issue, "--yes"], environment).finished;
      expect(refused).toMatchObject({ code: 1, err: expect.stringContaining(says) });
      const wire = proxy.heard();
      for (const secret of [
        auth.password,
        base64(auth.password),
        base64(`\0${auth.user}\0${auth.password}`),
      ]) {
        expect(wire.includes(secret)).toBe(false);
        expect(refused.out + refused.err).not.toContain(secret);
      }
      expect(wire.toString("latin1")).not.toMatch(/^(?:AUTH|MAIL)/m);
      await config(good.port);
      expect((await start(root, ["send", issue, "--yes"], environment).finished).code).toBe(0);
      expect(bad.messages).toEqual([]);
      await balance({ fault, root, kept: good.messages, readers, bound: 0 });
      expectFaultless(good.messages);
      await bad.close();
      await good.close();
    },
    90_000,
  );
});

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
