/**
 * The body of an unstructured header (Subject), ASCII and folded. It starts at `column` of its line, which is at most
 * 40. Plain ASCII stays as it is, folded at its spaces; anything else becomes encoded words. Spaces at the ends and in
 * runs are kept only by encoded words, so text with such spaces is encoded too.
 */
export function encodeHeaderText(text: string, column: number): string {
  return isPlain(text) ? foldAtSpaces(text, column) : encodedWords(text, column);
}

/**
 * The display name of a mailbox or a list (RFC 5322 phrase): as it is, as a quoted string, or as encoded words. Between
 * quotation marks an encoded word is not decoded (RFC 2047 section 5), so a name is either the one or the other.
 */
export function encodePhrase(name: string, column: number): string {
  if (!isPlain(name) || name.length > 60) return encodedWords(name, column);
  if (/^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+$/.test(name)) return name;
  return `"${name.replace(/["\\]/g, "\\$&")}"`;
}

/** What stands on the last line of a folded header. */
export function lastLine(folded: string): string {
  return folded.slice(folded.lastIndexOf("\n") + 1);
}

const lineLength = 76;
const frame = "=?UTF-8?Q??=".length;

// Single words above 60 characters could not be folded; "=?" could be read as the start of an encoded word.
function isPlain(text: string): boolean {
  return text === "" || (/^[!-~]{1,60}(?: [!-~]{1,60})*$/.test(text) && !text.includes("=?"));
}

function foldAtSpaces(text: string, column: number): string {
  let folded = "";
  let end = column;
  for (const [index, word] of text.split(" ").entries()) {
    if (index > 0) {
      const fits = end + 1 + word.length <= lineLength;
      folded += fits ? " " : "\r\n ";
      end = fits ? end + 1 : 1;
    }
    folded += word;
    end += word.length;
  }
  return folded;
}

/**
 * RFC 2047 words, one a line, so at most 75 octets each behind the space of the fold. White space between words is
 * dropped when read, so every space is inside a word.
 */
function encodedWords(text: string, column: number): string {
  const characters = [...text.toWellFormed()];
  const coding = shorterCoding(characters);
  const words: string[] = [];
  let word = "";
  let size = 0;
  for (const character of characters) {
    const room = lineLength - (words.length === 0 ? column : 1) - frame;
    const added = coding.sizeOf(character);
    if (coding.encodedSize(size + added) > room) {
      words.push(word);
      word = "";
      size = 0;
    }
    word += character;
    size += added;
  }
  words.push(word);
  return words.map((one) => `=?UTF-8?${coding.letter}?${coding.encode(one)}?=`).join("\r\n ");
}

interface Coding {
  readonly letter: "Q" | "B";
  /** What one character adds, in the unit of `encodedSize`. */
  sizeOf(character: string): number;
  encodedSize(size: number): number;
  encode(word: string): string;
}

const qCoding: Coding = {
  letter: "Q",
  sizeOf: (character) => (qLiteral.test(character) ? 1 : 3 * Buffer.byteLength(character)),
  encodedSize: (size) => size,
  encode: (word) => [...word].map(qEncode).join(""),
};

const bCoding: Coding = {
  letter: "B",
  sizeOf: (character) => Buffer.byteLength(character),
  encodedSize: (size) => 4 * Math.ceil(size / 3),
  encode: (word) => Buffer.from(word).toString("base64"),
};

function shorterCoding(characters: readonly string[]): Coding {
  const total = (coding: Coding) =>
    coding.encodedSize(characters.reduce((sum, character) => sum + coding.sizeOf(character), 0));
  return total(qCoding) <= total(bCoding) ? qCoding : bCoding;
}

// RFC 2047 section 5 rule 3: the set that is safe in a phrase is safe everywhere.
const qLiteral = /^[A-Za-z0-9!*+\-/ ]$/;

function qEncode(character: string): string {
  if (character === " ") return "_";
  if (qLiteral.test(character)) return character;
  return [...Buffer.from(character)]
    .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");
}
