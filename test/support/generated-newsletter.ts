import { numbersFrom } from "./chances.ts";
import type { NewsletterShape } from "./newsletter-shapes.ts";

/**
 * An issue file of a measured shape, with words by chance: the same for the same shape. Sections become features, the
 * first of them the letter. Odd links stand where there is room for them, those that repeat another one in a later
 * section than it.
 */
export function generatedNewsletter(shape: NewsletterShape, template: string): string {
  const { day, number, sections } = shape;
  const pen = penOf(shape);
  const blocks = sections.map((section, index) => {
    const [titleWords = "0", pieces = ""] = section.split(": ");
    const body = pieces.split(" ").map((piece) => pen.piece(piece, index));
    if (index === 0) return `  - letter: |\n${indented(body.join("\n\n"), 6)}`;
    const title = pen.title(Number(titleWords));
    return `  - feature:\n      title: ${title}\n      body: |\n${indented(body.join("\n\n"), 8)}`;
  });
  const head = [
    `subject: ${pen.title(4)}, number ${number}`,
    `preheader: ${pen.title(3)}, ${pen.words(4)} and ${pen.words(2)}`,
    `date: ${day}`,
    `number: ${number}`,
    "status: ready",
    `template: ${template}`,
    "blocks:",
  ];
  return [...head, ...blocks, ""].join("\n");
}

interface Link {
  readonly words: string;
  readonly url: string;
  readonly section: number;
}

function penOf({ number, odd }: NewsletterShape) {
  const next = numbersFrom(number);
  const left = { ...odd };
  const links: Link[] = [];
  const word = () => vocabulary[Math.floor(next() * vocabulary.length)] ?? "";
  const words = (count: number) => Array.from({ length: count }, word).join(" ");
  /** Whether one of these odd links is still to be set. */
  const take = (kind: keyof typeof left) => left[kind] > 0 && left[kind]-- > 0;
  const link = (section: number) => {
    const index = links.length;
    const page = `site${(index * 7) % 11}.example.net/${number}/${word()}-${word()}-${index}`;
    if (take("relative")) return `[${words(2)} ${index}](/issue-${number - 1}/)`;
    if (take("bracket")) return `[${words(2)} ${index}]((https://${page}))`;
    const earlier = links.find(
      (one) => one.section > 0 && one.section < section && !one.words.includes("here"),
    );
    const sameWords = earlier !== undefined && take("sameWords");
    const samePage = earlier !== undefined && !sameWords && take("samePage");
    const said = take("here") ? "here" : sameWords ? earlier.words : `${words(2)} ${index}`;
    const url = samePage ? earlier.url : `${take("http") ? "http" : "https"}://${page}`;
    links.push({ words: said, url, section });
    return `[${said}](${url})`;
  };
  const text = (count: number, linked: number, code: number, section: number) => {
    const inside = [
      ...Array.from({ length: linked }, () => link(section)),
      ...Array.from({ length: code }, () => `\`${word()}.${word()}\``),
    ];
    const rest = Math.max(1, count - linked * 3 - code);
    const each = Math.max(1, Math.floor(rest / (inside.length + 1)));
    const said = inside.map((one) => `${words(each)} ${one}`);
    return `${capital([...said, words(each)].join(" "))}.`;
  };
  return {
    words,
    title: (count: number) => capital(words(Math.max(1, count))),
    piece(notation: string, section: number): string {
      if (notation === "t") return "{% include sponsor.html %}";
      const [, kind = "p", items = "", count = "0", linked = "0", code = "0"] =
        /^([a-z])(\d*)\.?(\d+)\.(\d+)\.(\d+)$/.exec(notation) ?? [];
      if (kind === "h") return `#### ${capital(words(Number(count)))}`;
      if (kind === "c") return `\`\`\`\n${words(Number(count))}\n\`\`\``;
      if (kind === "l") {
        const many = Number(items);
        const share = (whole: string, index: number) =>
          Math.floor(Number(whole) / many) + (index < Number(whole) % many ? 1 : 0);
        const lines = Array.from({ length: many }, (_, index) =>
          text(share(count, index), share(linked, index), share(code, index), section),
        );
        return lines.map((line) => `- ${line}`).join("\n");
      }
      const said = text(Number(count), Number(linked), Number(code), section);
      return kind === "q" ? `> ${said}` : said;
    },
  };
}

function indented(text: string, by: number): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : `${" ".repeat(by)}${line}`))
    .join("\n");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const vocabulary =
  `press letter paper ink type line page margin proof galley frame case sort rule leaf sheet bed tray
  plate roller cloth thread glue cover spine title word sign mark space column head foot edge fold stack bench lamp window
  slow quiet early late small wide plain bright heavy thin round soft old new first last near far open short long warm
  sets prints folds sorts dries cuts reads finds keeps turns opens holds leaves brings waits shows writes carries begins ends
  with under over beside between after before without against across along around behind inside`.split(/\s+/);
