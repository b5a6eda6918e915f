import { suggest } from "../../base/suggest.ts";

/**
 * A column's name without case, accents, spaces and signs, so that `E-Mail Address` and `email_address` are the same.
 */
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
 * The field that a column with this header may hold. It says too little to take the column for it, and enough to ask:
 * `name` may be a first name, or a first and a last one. Whole words are compared, for `Capacity` is no city.
 */
export function likelyField(header: string, fields: readonly string[]): string | undefined {
  const word = folded(header);
  const words = wordsOf(header);
  const namesIn = (names: typeof vagueNames, field: string) =>
    Object.hasOwn(names, folded(field)) ? (names[folded(field)] ?? []) : [];
  return (
    fields.find((field) => namesIn(vagueNames, field).includes(word)) ??
    fields.find(
      (field) =>
        hasName(wordsOf(field), words.join("")) ||
        [wordsOf(field).join(""), ...namesIn(otherNames, field)].some((name) => hasName(words, name)),
    ) ??
    slipOf(header, fields)
  );
}

/**
 * The name that somebody most likely meant who wrote this header: a slip of the keyboard, and not another word that
 * begins like it.
 */
export function slipOf(header: string, names: readonly string[]): string | undefined {
  const word = folded(header);
  const near = word.length < shortestSlip ? undefined : suggest(header, names);
  return near === undefined || word.length > folded(near).length + 1 ? undefined : near;
}

/** `homeCity` and `home_city` are two words; each is folded, and in the singular. */
function wordsOf(header: string): readonly string[] {
  return header
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{N})/gu, " ")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map((word) => singular(folded(word)))
    .filter((word) => word !== "");
}

/** Good enough for words that are compared with others of which the same was made. */
function singular(word: string): string {
  return word.replace(/ies$/, "y").replace(/(?<=..)s$/, "");
}

/**
 * Whether words that follow each other make this folded name, which may be of several words: `your given name`,
 * `givenname`.
 */
function hasName(words: readonly string[], name: string): boolean {
  const wanted = singular(name);
  return words.some((_, start) => {
    let made = "";
    for (let at = start; at < words.length && wanted.startsWith(made); at += 1) {
      made += words[at];
      if (made === wanted) return true;
    }
    return false;
  });
}

/** Of shorter names one letter is half, and `id` is not `city`. */
const shortestSlip = 4;
