/** The programs that people read mail in, as caniemail.com calls them: a family, and where it runs. */
export const mailClients = [
  "apple-mail.macos",
  "apple-mail.ios",
  "gmail.desktop-webmail",
  "gmail.ios",
  "gmail.android",
  "gmail.mobile-webmail",
  "outlook.windows",
  "outlook.windows-mail",
  "outlook.macos",
  "outlook.outlook-com",
  "outlook.ios",
  "outlook.android",
  "yahoo.desktop-webmail",
  "yahoo.ios",
  "yahoo.android",
  "aol.desktop-webmail",
  "aol.ios",
  "aol.android",
  "samsung-email.android",
  "thunderbird.macos",
  "thunderbird.windows",
  "protonmail.desktop-webmail",
  "protonmail.ios",
  "protonmail.android",
  "fastmail.desktop-webmail",
  "hey.desktop-webmail",
  "gmx.desktop-webmail",
  "gmx.ios",
  "gmx.android",
  "web-de.desktop-webmail",
  "web-de.ios",
  "web-de.android",
  "t-online-de.desktop-webmail",
  "ionos-1and1.desktop-webmail",
  "ionos-1and1.android",
  "orange.desktop-webmail",
  "orange.ios",
  "orange.android",
  "sfr.desktop-webmail",
  "sfr.ios",
  "sfr.android",
  "laposte.desktop-webmail",
  "laposte.ios",
  "laposte.android",
  "free-fr.desktop-webmail",
  "mail-ru.desktop-webmail",
  "wp-pl.desktop-webmail",
] as const;
export type MailClient = (typeof mailClients)[number];

/** Those in which nearly everybody reads. */
export const usualClients = ["apple-mail", "gmail", "outlook", "yahoo"] as const;

/**
 * Meant only when they are named in full: Windows Mail ended in 2024, and Gmail in the browser of a phone, which almost
 * nobody uses, knows no style sheets at all and would be in every finding.
 */
const rare: readonly MailClient[] = ["outlook.windows-mail", "gmail.mobile-webmail"];

/** Every family and every program: what `clients:` may name. */
export const clientNames: readonly string[] = [...new Set(mailClients.map(familyOf)), ...mailClients];

/** The programs that some names mean: those of a family, or one named in full. */
export function clientsNamed(names: readonly string[]): readonly MailClient[] {
  return mailClients.filter(
    (client) => names.includes(client) || (names.includes(familyOf(client)) && !rare.includes(client)),
  );
}

function familyOf(client: MailClient): string {
  return client.split(".")[0] ?? client;
}
