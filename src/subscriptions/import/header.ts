import { suggest } from "../../base/suggest.ts";

/** A column's name without case, accents, spaces and signs, so that `E-Mail Address` and `email_address` are the same. */
export function folded(header: string): string {
  return header
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** What people and other programs call a column, folded; by what it is called here, folded too. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  email: [
    "emailaddress",
    "mail",
    "emailadresse",
    "mailadresse",
    "adresseemail",
    "adressemail",
    "courriel",
    "correo",
    "correoelectronico",
    "epost",
    "emailid",
    "subscriberemail",
  ],
  status: ["subscriptionstatus", "emailstatus", "subscriberstatus"],
  tags: ["tag", "labels", "schlagworter"],
  signedupat: ["subscribedat", "signupdate", "datesubscribed", "subscribedate", "subscriptiondate"],
  confirmedat: ["confirmtime", "confirmationdate", "confirmeddate"],
  unsubscribedat: ["unsubscribeddate", "unsubscriptiondate", "unsubscribedate", "optoutdate"],
  firstname: ["fname", "givenname", "forename", "vorname", "prenom", "nombre", "voornaam", "fornamn"],
  lastname: [
    "lname",
    "surname",
    "familyname",
    "nachname",
    "nom",
    "apellido",
    "apellidos",
    "achternaam",
    "efternamn",
  ],
  city: ["town", "stadt", "ort", "wohnort", "ville", "ciudad", "citta"],
  language: ["lang", "locale", "sprache", "langue", "idioma", "lingua"],
  country: ["land", "pays", "pais", "paese"],
};

/** Whether a column with this header is what we call `name`. */
export function isCalled(header: string, name: string): boolean {
  const word = folded(header);
  const ours = folded(name);
  return word === ours || (Object.hasOwn(otherNames, ours) && otherNames[ours]?.includes(word) === true);
}

/** What a column may be called that holds a field, or something else: folded, by the folded name of the field. */
const vagueNames: Readonly<Record<string, readonly string[]>> = {
  firstname: ["name", "first", "fullname", "displayname", "nickname"],
  lastname: ["last"],
  city: ["place", "location"],
};

/**
 * The field that a column with this header may hold. It says too little to take the column for it, and enough to ask: `name` may be
 * a first name, or a first and a last one.
 */
export function likelyField(header: string, fields: readonly string[]): string | undefined {
  const word = folded(header);
  const namesIn = (names: typeof vagueNames, field: string) =>
    Object.hasOwn(names, folded(field)) ? (names[folded(field)] ?? []) : [];
  const share = (one: string, other: string) =>
    Math.min(one.length, other.length) >= shortestShared && (one.includes(other) || other.includes(one));
  return (
    fields.find((field) => namesIn(vagueNames, field).includes(word)) ??
    fields.find((field) =>
      [folded(field), ...namesIn(otherNames, field)].some((name) => share(word, name)),
    ) ??
    (word.length < shortestShared ? undefined : suggest(header, fields))
  );
}

/** Three letters stand in many words. */
const shortestShared = 4;
