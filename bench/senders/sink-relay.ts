import { type Relay, standardTimeouts } from "../../src/model/relay.ts";
import type { SendJob } from "./job.ts";

/** The sink, as letterpress.yaml would name it. */
export function sinkRelay({
  port,
  connections,
  depth,
}: Pick<SendJob, "port" | "connections" | "depth">): Relay {
  return {
    name: "sink",
    host: "127.0.0.1",
    port,
    security: "none",
    connections,
    depth,
    timeouts: standardTimeouts,
  };
}
