import type { AddressInfo } from "node:net";
import type { TlsOptions } from "node:tls";
import { SMTPServer } from "smtp-server";
import { type CertificateName, certificate } from "./certificates.ts";

export interface ReceivedMessage {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly bytes: Buffer;
}

export interface InboxServer {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** Everything that was accepted, in order. */
  readonly messages: readonly ReceivedMessage[];
  close(): Promise<void>;
}

/** A well-behaved SMTP server on a free port that keeps what it takes in memory. */
export async function startInboxServer(
  options: {
    /** Logging in is required then; the password is the access token of XOAUTH2. */
    readonly auth?: { readonly user: string; readonly password: string };
    /** The ways to log in; PLAIN and LOGIN unless told. */
    readonly authMethods?: readonly string[];
    /** `tls`: from the first byte; `starttls`: offered; without it neither. */
    readonly security?: "tls" | "starttls";
    readonly certificate?: CertificateName;
    /** What the server asks of TLS beyond that, such as a certificate of the client. */
    readonly tls?: Pick<TlsOptions, "ca" | "requestCert" | "rejectUnauthorized" | "maxVersion">;
    /** Offer PIPELINING; true unless told. */
    readonly pipelining?: boolean;
  } = {},
): Promise<InboxServer> {
  const messages: ReceivedMessage[] = [];
  const server = new SMTPServer({
    secure: options.security === "tls",
    ...certificate(options.certificate ?? "localhost"),
    ...options.tls,
    hideSTARTTLS: options.security !== "starttls",
    hidePIPELINING: options.pipelining === false,
    ...(options.authMethods === undefined ? {} : { authMethods: [...options.authMethods] }),
    disabledCommands: options.auth === undefined ? ["AUTH"] : [],
    allowInsecureAuth: true,
    authOptional: options.auth === undefined,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth(auth, _session, done) {
      const { user, password = "" } = options.auth ?? {};
      const given = auth.method === "XOAUTH2" ? auth.accessToken : auth.password;
      const isSame = auth.method === "CRAM-MD5" ? auth.validatePassword(password) : given === password;
      const isRight = auth.username === user && isSame;
      if (isRight) done(null, { user: auth.username ?? "" });
      else done(Object.assign(new Error("Invalid user or password"), { responseCode: 535 }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = { from: mailFrom ? mailFrom.address : "", to: rcptTo.map((rcpt) => rcpt.address) };
        messages.push({ envelope, bytes: Buffer.concat(chunks) });
        done();
      });
    },
  });
  // A client that hangs up is what some tests are about.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: "127.0.0.1",
    port: (server.server.address() as AddressInfo).port,
    messages,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
