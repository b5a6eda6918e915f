import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";

/** What a name has. */
export interface Zone {
  readonly TXT?: readonly string[];
  readonly MX?: readonly (readonly [priority: number, exchange: string])[];
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  readonly CNAME?: readonly [string];
}

export interface DnsServer extends AsyncDisposable {
  /** `127.0.0.1:41233` */
  readonly address: string;
  /** Every question, in order: `TXT news.example.org`. */
  readonly questions: readonly string[];
}

/**
 * A DNS server on 127.0.0.1 with these names, over UDP (RFC 1035). A name below which another one lies exists without
 * records, any other does not exist; names in `broken` are answered with SERVFAIL.
 */
export async function startDnsServer(
  zones: Readonly<Record<string, Zone>>,
  broken: readonly string[] = [],
): Promise<DnsServer> {
  return serve(({ name, type, end, query }) => {
    const answers = broken.includes(name) ? [] : answersTo(zones, name, type);
    const exists = Object.keys(zones).some((one) => one === name || one.endsWith(`.${name}`));
    const code = broken.includes(name) ? codes.broken : exists ? codes.fine : codes.noName;
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    // An answer, recursion wanted and to be had, one question.
    head.writeUInt16BE(0x8180 | code, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(answers.length, 6);
    return Buffer.concat([head, query.subarray(12, end), ...answers]);
  });
}

/** One that hears every question and says nothing. */
export function startSilentDnsServer(): Promise<DnsServer> {
  return serve(() => undefined);
}

interface Question {
  readonly query: Buffer;
  readonly name: string;
  readonly type: Type | undefined;
  /** Where it ends in the query. */
  readonly end: number;
}

async function serve(answerTo: (question: Question) => Buffer | undefined): Promise<DnsServer> {
  const questions: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, peer) => {
    const question = questionOf(query);
    questions.push(`${question.type} ${question.name}`);
    const reply = answerTo(question);
    if (reply !== undefined) socket.send(reply, peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const { port } = socket.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    questions,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}

const codes = { fine: 0, broken: 2, noName: 3 } as const;
const types = { A: 1, CNAME: 5, MX: 15, TXT: 16, AAAA: 28 } as const;
type Type = keyof typeof types;

function questionOf(query: Buffer): Question {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const number = query.readUInt16BE(at + 1);
  const type = (Object.keys(types) as Type[]).find((one) => types[one] === number);
  return { query, name: labels.join(".").toLowerCase(), type, end: at + 5 };
}

function answersTo(
  zones: Readonly<Record<string, Zone>>,
  name: string,
  type: Type | undefined,
): readonly Buffer[] {
  const zone = zones[name];
  if (zone === undefined || type === undefined) return [];
  const [alias] = zone.CNAME ?? [];
  if (alias !== undefined && type !== "CNAME")
    return [answer(name, "CNAME", nameBytes(alias)), ...answersTo(zones, alias, type)];
  return dataOf(zone, type).map((data) => answer(name, type, data));
}

function dataOf(zone: Zone, type: Type): readonly Buffer[] {
  switch (type) {
    case "TXT":
      return (zone.TXT ?? []).map((text) =>
        Buffer.concat(
          (text.match(/.{1,255}/g) ?? [""]).map((part) =>
            Buffer.from([part.length, ...Buffer.from(part, "latin1")]),
          ),
        ),
      );
    case "MX":
      return (zone.MX ?? []).map(([priority, exchange]) =>
        Buffer.concat([Buffer.from([priority >> 8, priority & 255]), nameBytes(exchange)]),
      );
    case "A":
      return (zone.A ?? []).map((address) => Buffer.from(address.split(".").map(Number)));
    case "AAAA":
      return (zone.AAAA ?? []).map((address) =>
        Buffer.from(
          address
            .replace("::", `:${"0:".repeat(9 - address.split(":").length)}`)
            .replace(/^:/, "")
            .split(":")
            .map((group) => group.padStart(4, "0"))
            .join(""),
          "hex",
        ),
      );
    case "CNAME":
      return (zone.CNAME ?? []).map(nameBytes);
    default:
      return type satisfies never;
  }
}

/** Good for a minute; nobody asks twice. */
function answer(name: string, type: Type, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(types[type], 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(60, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(name), fixed, data]);
}

function nameBytes(name: string): Buffer {
  const labels = name.split(".").filter((label) => label !== "");
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label, "latin1")])),
    Buffer.from([0]),
  ]);
}
