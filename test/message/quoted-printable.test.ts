import { describe, expect, test } from "@jest/globals";
import { encodeQuotedPrintable, softBreak, wireText } from "../../src/message/quoted-printable.ts";

describe("quoted-printable", () => {
  test("leaves plain lines as they are", () => {
    expect(encodeQuotedPrintable("Hello, world\nagain")).toBe("Hello, world\r\nagain");
  });

  test("encodes what is not ASCII, the equals sign and control characters", () => {
    expect(encodeQuotedPrintable("é=\u0007\u007f")).toBe("=C3=A9=3D=07=7F");
  });

  test("encodes a dot and From where a line starts, and nowhere else", () => {
    expect(encodeQuotedPrintable(".\n..a\nFrom me\na. From")).toBe("=2E\r\n=2E.a\r\n=46rom me\r\na. From");
  });

  test("encodes white space where a line ends, and nowhere else", () => {
    expect(encodeQuotedPrintable(" a b \n\t\nc\t")).toBe(" a b=20\r\n=09\r\nc=09");
  });

  test("reads every kind of line end as one", () => {
    expect(encodeQuotedPrintable("a\rb\r\nc\nd\r\r\ne")).toBe("a\r\nb\r\nc\r\nd\r\n\r\ne");
  });

  test("leaves room for a soft break on every line, whatever stands at its end", () => {
    for (const character of ["a", " ", ".", "é", "=", "€", "🎈", "From "]) {
      for (let length = 0; length < 160; length += 1) {
        const text = `${"x".repeat(length)}${character.repeat(3)}${"y".repeat(length)}`;
        const encoded = encodeQuotedPrintable(text);
        const lines = encoded.split("\r\n");
        expect(lines.slice(0, -1).every((line) => line.length <= 76)).toBe(true);
        expect((lines.at(-1) ?? "").length).toBeLessThanOrEqual(75);
        expect(lines.some((line) => /^\.|^From |[ \t]$|=.?$(?<!=)/.test(line))).toBe(false);
        expect(decode(encoded)).toBe(text);
      }
    }
  });

  test("keeps triplets whole and never holds the start of a boundary", () => {
    const encoded = encodeQuotedPrintable("=_é_=_ ".repeat(2000));
    expect(encoded).not.toContain("=_");
    expect(encoded.replace(/=(?:[0-9A-F]{2}|\r\n)/g, "")).not.toContain("=");
  });

  test("writes what UTF-8 cannot say as U+FFFD", () => {
    expect(encodeQuotedPrintable("a\ud83cb")).toBe("a=EF=BF=BDb");
    expect(wireText("a\udf88\r")).toBe("a\ufffd\n");
  });

  test("gives pieces that can be put together behind a soft break", () => {
    const pieces = ["Hello ", ".Bob", "From ", "=", " ", "é"];
    expect(decode(pieces.map(encodeQuotedPrintable).join(softBreak))).toBe(pieces.join(""));
  });
});

function decode(encoded: string): string {
  const octets = encoded
    .replaceAll("=\r\n", "")
    .replaceAll("\r\n", "\n")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(octets, "latin1").toString("utf8");
}
