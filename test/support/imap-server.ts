import { type AddressInfo, createServer, type Socket } from "node:net";
import { createServer as createTlsServer, TLSSocket } from "node:tls";
import { certificate, type CertificateName } from "./certificates.ts";

/** An IMAP server on 127.0.0.1 with the few commands that somebody needs who looks for a mail (RFC 9051). */
export interface ImapServer extends AsyncDisposable {
  readonly port: number;
  /** The mails of each folder; what is pushed here has arrived. */
  readonly folders: Readonly<Record<string, string[]>>;
  /** Every command, in order, without its tag. */
  readonly commands: readonly string[];
}

export interface ImapServerOptions {
  readonly password: string;
  readonly security?: "tls" | "starttls" | "none";
  readonly certificate?: CertificateName;
  /** By name, with the attributes that LIST shows. */
  readonly folders?: Readonly<Record<string, string>>;
  /** LOGIN only, and no AUTHENTICATE. */
  readonly loginOnly?: boolean;
  /** Says this before it answers anything. */
  readonly chatter?: string;
  /** Answers this command never, and says something every few ms instead. */
  readonly endless?: string;
  /** Folders that are listed and cannot be opened. */
  readonly closed?: readonly string[];
  /** Says this instead of its greeting. */
  readonly greeting?: string;
}

export async function startImapServer(options: ImapServerOptions): Promise<ImapServer> {
  const { security = "tls", folders: named = { INBOX: "", Spam: "\\Junk" } } = options;
  const folders = Object.fromEntries(Object.keys(named).map((name) => [name, [] as string[]]));
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const pair = certificate(options.certificate ?? "localhost");
  const meet = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.write(`${options.greeting ?? "* OK ready"}\r\n`);
    converse(socket, { ...options, named, folders, commands, pair });
  };
  const server = security === "tls" ? createTlsServer(pair, meet) : createServer(meet);
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    folders,
    commands,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

interface Talk extends Omit<ImapServerOptions, "folders"> {
  readonly named: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, string[]>>;
  readonly commands: string[];
  readonly pair: ReturnType<typeof certificate>;
}

function converse(socket: Socket, talk: Talk): void {
  let rest = "";
  let open = "";
  let authenticating: string | undefined;
  const say = (text: string) => void socket.write(text, "latin1");
  socket.on("data", (chunk: Buffer) => {
    rest += chunk.toString("latin1");
    for (let end = rest.indexOf("\r\n"); end !== -1; end = rest.indexOf("\r\n")) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (authenticating !== undefined) {
        const [, , password = ""] = Buffer.from(line, "base64").toString().split("\0");
        say(
          password === talk.password
            ? `${authenticating} OK welcome\r\n`
            : `${authenticating} NO [AUTHENTICATIONFAILED] not with ${line}\r\n`,
        );
        authenticating = undefined;
        continue;
      }
      const [tag = "", ...words] = line.split(" ");
      const command = words.join(" ");
      talk.commands.push(command);
      const verb = words[0]?.toUpperCase();
      if (talk.chatter !== undefined) say(`${talk.chatter}\r\n`);
      if (verb === talk.endless) {
        const timer = setInterval(() => say("* OK still here\r\n"), 5);
        socket.once("close", () => clearInterval(timer));
        continue;
      }
      if (verb === "STARTTLS") {
        say(`${tag} OK begin\r\n`);
        socket.removeAllListeners("data");
        converse(new TLSSocket(socket, { isServer: true, ...talk.pair }), talk);
        return;
      }
      if (verb === "CAPABILITY")
        say(`* CAPABILITY IMAP4rev1${talk.loginOnly === true ? "" : " AUTH=PLAIN"}\r\n${tag} OK done\r\n`);
      else if (verb === "AUTHENTICATE") {
        authenticating = tag;
        say("+ \r\n");
      } else if (verb === "LOGIN") {
        const [, password = ""] = [...command.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) =>
          text.replace(/\\(.)/g, "$1"),
        );
        say(
          password === talk.password
            ? `${tag} OK welcome\r\n`
            : `${tag} BAD cannot parse: ${command.slice("LOGIN ".length)}\r\n`,
        );
      } else if (verb === "LIST") {
        for (const [name, attributes] of Object.entries(talk.named))
          say(`* LIST (${attributes}) "/" "${name}"\r\n`);
        say(`${tag} OK done\r\n`);
      } else if (verb === "EXAMINE") {
        open = /"(.+)"/.exec(command)?.[1] ?? "";
        say(
          open in talk.folders && talk.closed?.includes(open) !== true
            ? `* ${talk.folders[open]?.length} EXISTS\r\n${tag} OK [READ-ONLY] done\r\n`
            : `${tag} NO no such folder\r\n`,
        );
      } else if (/^UID SEARCH/i.test(command))
        say(`* SEARCH${found(talk.folders[open] ?? [], command)}\r\n${tag} OK done\r\n`);
      else if (/^UID FETCH/i.test(command)) {
        const uid = Number(words[2]);
        const mail = talk.folders[open]?.[uid - 1] ?? "";
        // A flag that another program has set comes in between.
        say(
          `* ${uid} FETCH (FLAGS (\\Flagged))\r\n* ${uid} FETCH (UID ${uid} BODY[] {${mail.length}}\r\n${mail})\r\n${tag} OK done\r\n`,
        );
      } else if (verb === "LOGOUT") say(`* BYE\r\n${tag} OK done\r\n`);
      else say(`${tag} BAD what?\r\n`);
    }
  });
}

/** The numbers of the mails in which one of the headers that are named holds the text. */
function found(mails: readonly string[], command: string): string {
  const wanted = [...command.matchAll(/HEADER (\S+) "([^"]*)"/g)];
  return mails
    .flatMap((mail, index) => {
      const head = mail.slice(0, mail.indexOf("\r\n\r\n"));
      const fits = wanted.some(([, name = "", text = ""]) =>
        head
          .split(/\r\n(?![ \t])/)
          .some((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`) && line.includes(text)),
      );
      return fits ? [` ${index + 1}`] : [];
    })
    .join("");
}
