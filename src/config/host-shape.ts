import { isIP } from "node:net";
import * as z from "zod";

/** The name or the address of a machine. */
export const hostShape = z
  .string()
  .refine(
    (text) => isIP(text) !== 0 || /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?$/i.test(text),
    'is not the name of a machine.\nWrite it like smtp.example.org; the number goes under "port".',
  );

/** Hosts that are this machine: the only ones that may be spoken to without TLS. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
