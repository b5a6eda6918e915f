import { Socket } from "node:net";

/** An address that belongs to no private network. Nobody's machine has it: it was for routers (RFC 7526). */
export const publicAddress = "192.88.99.1";

/** As long as this is held, who connects to it comes to this machine: a public site, in a test that has no internet. */
export function publicSite(): Disposable {
  const { connect } = Socket.prototype;
  const led = function (this: Socket, ...given: unknown[]) {
    const [first] = given;
    // node:http hands over what node:net has put in order: an array of options and a callback.
    const options: unknown = Array.isArray(first) ? first[0] : first;
    if (isPublic(options)) options.host = "127.0.0.1";
    return Reflect.apply(connect, this, given);
  };
  Socket.prototype.connect = led as typeof connect;
  return {
    [Symbol.dispose]() {
      Socket.prototype.connect = connect;
    },
  };
}

function isPublic(options: unknown): options is { host: string } {
  return (options as { readonly host?: unknown } | undefined)?.host === publicAddress;
}
