/** DMARC's relaxed alignment (RFC 9989) goes by who registered a domain; that of two names with one end nobody knows better here. */
export function isOneOwner(one: string, other: string): boolean {
  const end = (domain: string) => domain.toLowerCase().split(".").slice(-2).join(".");
  return end(one) === end(other);
}
