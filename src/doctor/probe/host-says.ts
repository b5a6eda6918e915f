import type { MailSeen } from "./look-at-mail.ts";

/** What the receiving host says of a method, its best result first; empty when it says nothing. */
export function toldOf({ told }: MailSeen, method: string): readonly string[] {
  const results = (told?.results ?? []).filter((one) => one.method === method).map(({ result }) => result);
  return results.toSorted((one, other) => Number(other === "pass") - Number(one === "pass"));
}

/** `mx.example.com says dkim=pass. `; empty when it says nothing. */
export function toldWords(seen: MailSeen, method: string): string {
  const results = toldOf(seen, method);
  if (results.length === 0) return "";
  const host = seen.told?.host || "The receiving host";
  return `${host} says ${results.map((result) => `${method}=${result}`).join(", ")}. `;
}
