import type { Context, MiddlewareHandler } from "hono";

/**
 * Refuses bodies of more than so many bytes. One whose length is said is judged by that, and not touched: to look at it
 * as a stream costs more than all else that a one-click POST needs, and node:http gives us no more bytes than were
 * said. Any other, as it comes in chunks, is read here as far as it may go; who reads it afterwards asks for its
 * `arrayBuffer`.
 */
export function limitBodies(mostBytes: number, refuse: (context: Context) => Response): MiddlewareHandler {
  return async (context, next) => {
    const { req } = context;
    const said = req.header("content-length");
    if (said !== undefined && req.header("transfer-encoding") === undefined) {
      if (!(Number(said) <= mostBytes)) return refuse(context);
      return next();
    }
    // These have none, and most requests are such.
    if (req.method === "GET" || req.method === "HEAD" || req.raw.body === null) return next();
    const bytes = await readUpTo(mostBytes, req.raw.body);
    if (bytes === undefined) return refuse(context);
    req.bodyCache.arrayBuffer = bytes;
    return next();
  };
}

/** Undefined when there is more. */
async function readUpTo(
  mostBytes: number,
  body: ReadableStream<Uint8Array>,
): Promise<ArrayBuffer | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Breaking off cancels the stream.
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > mostBytes) return undefined;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let end = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += chunk.byteLength;
  }
  return bytes.buffer;
}
