import { describe, expect, test } from "@jest/globals";
import {
  clientAddress,
  readAuthenticationResults,
} from "../../../src/doctor/probe/authentication-results.ts";
import { addressIn, readMail } from "../../../src/doctor/probe/arrived-mail.ts";

function mailWith(...headers: readonly string[]) {
  return readMail(Buffer.from(`${headers.join("\r\n")}\r\n\r\nbody\r\n`));
}

describe("What the receiving host says", () => {
  test("is read from the uppermost header, and what a sender has put below is not believed", () => {
    const mail = mailWith(
      "Authentication-Results: mx.example.com;",
      "       dkim=pass header.i=@news.example.org header.s=news header.b=abc;",
      '       spf=pass (example.com: domain of x (y; z) designates 192.0.2.7 as permitted sender) smtp.mailfrom="bounce@bounces.example.org";',
      "       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=news.example.org",
      "Authentication-Results: mx.example.com 1; dkim=fail header.d=relay.example.net",
      "Authentication-Results: forged.example.org; spf=fail",
    );
    const told = readAuthenticationResults(mail);
    expect(told?.host).toBe("mx.example.com");
    expect(told?.results.map(({ method, result }) => `${method} ${result}`)).toEqual([
      "dkim pass",
      "spf pass",
      "dmarc pass",
    ]);
    expect(told?.results[1]?.properties).toEqual({ "smtp.mailfrom": "bounce@bounces.example.org" });
    expect(clientAddress(mail)).toBe("192.0.2.7");
  });

  test("is not what a sender has written in the name of that host, right behind or further down", () => {
    const top = "Authentication-Results: mx.example.com; dkim=fail; spf=fail; dmarc=fail";
    const forged = "Authentication-Results: mx.example.com; dkim=pass; spf=pass; dmarc=pass; arc=pass";
    const results = (...headers: readonly string[]) =>
      readAuthenticationResults(mailWith(...headers))?.results.map(
        ({ method, result }) => `${method} ${result}`,
      );
    expect(results(top, "Received: by x; y", forged)).toEqual(["dkim fail", "spf fail", "dmarc fail"]);
    expect(results("Received: by x; y", top, forged)?.slice(0, 3)).toEqual([
      "dkim fail",
      "spf fail",
      "dmarc fail",
    ]);
    const two = [
      "Authentication-Results: mx.example.com; dkim=pass",
      "Authentication-Results: mx.example.com; dmarc=pass",
    ];
    expect(results(...two)).toEqual(["dkim pass", "dmarc pass"]);
  });

  test("goes on behind what the filters of that host write between their results", () => {
    const top = [
      "DMARC-Filter: OpenDMARC Filter v1.4.2 mx.example.com 4Abc",
      "Authentication-Results: mx.example.com; dmarc=pass header.from=news.example.org",
      "Received-SPF: pass client-ip=198.51.100.4; x",
      "DKIM-Filter: OpenDKIM Filter v2.11.0 mx.example.com 4Abc",
      "Authentication-Results: mx.example.com; dkim=fail header.d=news.example.org",
    ];
    const forged = "Authentication-Results: mx.example.com; dmarc=fail; dkim=pass; spf=pass";
    const received = "Received: from relay.example.net (relay.example.net [192.0.2.9]) by mx.example.com; x";
    const mail = mailWith(...top, received, forged);
    const results = readAuthenticationResults(mail)?.results;
    expect(results?.map(({ method, result }) => `${method} ${result}`)).toEqual(["dmarc pass", "dkim fail"]);
    expect(clientAddress(mailWith(received, ...top))).toBe("198.51.100.4");
    const others = ["DKIM-Filter: x", forged.replace("mx.example.com", "mx.example.net")];
    expect(readAuthenticationResults(mailWith(...top, ...others))?.results).toEqual(results);
    const behind = readAuthenticationResults(mailWith(...top, forged))?.results;
    expect(behind?.map(({ method, result }) => `${method} ${result}`)).toEqual([
      "dmarc pass",
      "dkim fail",
      "spf pass",
    ]);
  });

  test("is read as fast however deep its comments are", () => {
    const deep = `${"(".repeat(200_000)}${")".repeat(200_000)}`;
    const mail = mailWith(`Authentication-Results: mx.example.com; dkim=pass ${deep}; spf=pass`);
    expect(readAuthenticationResults(mail)?.results.map(({ method }) => method)).toEqual(["dkim"]);
  });

  test("may come without the name of the host, and not at all", () => {
    const outlook = mailWith(
      "Authentication-Results: spf=pass (sender IP is 2001:db8::7)",
      " smtp.mailfrom=bounces.example.org; dkim=pass (signature was verified)",
      " header.d=news.example.org;dmarc=pass action=none header.from=news.example.org;compauth=pass reason=100",
    );
    const told = readAuthenticationResults(outlook);
    expect(told?.host).toBe("");
    expect(told?.results.map(({ method }) => method)).toEqual(["spf", "dkim", "dmarc", "compauth"]);
    expect(clientAddress(outlook)).toBe("2001:db8::7");
    expect(readAuthenticationResults(mailWith("Subject: x"))).toBeUndefined();
    expect(
      readAuthenticationResults(mailWith("Authentication-Results: mx.example.com; none"))?.results,
    ).toEqual([]);
  });

  test("may name the address in Received, where that of its own network does not count", () => {
    const received = [
      "Received: from in (in [10.1.2.3]) by store; x",
      "Received: from out (out [100.64.1.1]) by in; x",
      "Received: from relay.example.net (relay.example.net [192.0.2.9]) by mx.example.com; x",
    ];
    expect(clientAddress(mailWith(...received))).toBe("192.0.2.9");
    const ofSpf = "Received-SPF: pass client-ip=198.51.100.4; x";
    const results = "Authentication-Results: mx.example.com; spf=pass";
    expect(clientAddress(mailWith(ofSpf, ...received))).toBe("198.51.100.4");
    expect(clientAddress(mailWith(...received, ofSpf, results))).toBe("198.51.100.4");
    expect(clientAddress(mailWith(...received, results, ofSpf))).toBe("198.51.100.4");
    // What came with the mail is the sender's word.
    expect(clientAddress(mailWith(...received, "Subject: x", ofSpf))).toBe("192.0.2.9");
    expect(clientAddress(mailWith("Received: by x; y"))).toBeUndefined();
  });

  test("finds the one address of a header", () => {
    expect(addressIn('"a@b, c" <Ada@Example.org> (d@e)')).toBe("ada@example.org");
    expect(addressIn("<>")).toBeUndefined();
    expect(addressIn("a@example.org, b@example.org")).toBeUndefined();
  });
});
