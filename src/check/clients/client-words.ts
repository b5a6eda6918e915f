import type { MailClient } from "../../model/mail-clients.ts";

const families: Readonly<Record<string, string>> = {
  "apple-mail": "Apple Mail",
  gmail: "Gmail",
  outlook: "Outlook",
  yahoo: "Yahoo",
  aol: "AOL",
  "samsung-email": "Samsung Email",
  thunderbird: "Thunderbird",
  protonmail: "Proton Mail",
  fastmail: "Fastmail",
  hey: "HEY",
  gmx: "GMX",
  "web-de": "WEB.DE",
  "t-online-de": "T-Online",
  "ionos-1and1": "IONOS",
  orange: "Orange",
  sfr: "SFR",
  laposte: "La Poste",
  "free-fr": "Free",
  "mail-ru": "Mail.ru",
  "wp-pl": "WP",
};

const platforms: Readonly<Record<string, string>> = {
  macos: "on macOS",
  ios: "on iOS",
  android: "on Android",
  windows: "on Windows",
  "desktop-webmail": "in the browser",
  "mobile-webmail": "in the browser of a phone",
};

/** `Gmail, Outlook on Windows and Outlook.com`: a family without more is every one of it that was asked about. */
export function clientWords(some: readonly MailClient[], asked: readonly MailClient[]): string {
  const names = [...new Set(some.map(familyOf))].flatMap((family) => {
    const here = some.filter((client) => familyOf(client) === family);
    const isAll = here.length > 1 && asked.every((one) => familyOf(one) !== family || here.includes(one));
    return isAll ? [families[family] ?? family] : here.map(nameOf);
  });
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

function nameOf(client: MailClient): string {
  if (client === "outlook.outlook-com") return "Outlook.com";
  if (client === "outlook.windows-mail") return "Windows Mail";
  const [family = "", platform = ""] = client.split(".");
  return `${families[family] ?? family} ${platforms[platform] ?? platform}`;
}

function familyOf(client: MailClient): string {
  return client.split(".")[0] ?? client;
}
