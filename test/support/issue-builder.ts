import type { Position } from "../../src/base/problem.ts";
import type {
  Brief,
  BriefsBlock,
  FeatureBlock,
  Image,
  ImageFile,
  Issue,
  LetterBlock,
  PollBlock,
  PollOption,
  SignoffBlock,
  SponsorBlock,
} from "../../src/model/issue.ts";
import type { Inline, Line, MergeField, Prose, ProseNode } from "../../src/model/prose.ts";
import type { Sender } from "../../src/model/sender.ts";

/** Builders for issues without YAML. Every part has a default; tests say only what they are about. */

export function at(line = 1, column = 1): Position {
  return { file: "issues/2025-02-14-test.yaml", line, column };
}

export function field(name: string, fallback = "there"): MergeField {
  return { type: "field", name, fallback, at: at() };
}

export function line(...parts: readonly (string | MergeField)[]): Line {
  return { parts, at: at() };
}

export function text(value: string): Inline {
  return { type: "text", value };
}

export function link(url: string | Line, ...children: readonly (string | Inline)[]): Inline {
  return {
    type: "link",
    url: typeof url === "string" ? line(url) : url,
    children: inlines(children),
    at: at(),
  };
}

export function strong(...children: readonly (string | Inline)[]): Inline {
  return { type: "strong", children: inlines(children) };
}

export function emphasis(...children: readonly (string | Inline)[]): Inline {
  return { type: "emphasis", children: inlines(children) };
}

export function paragraph(...children: readonly (string | Inline)[]): ProseNode {
  return { type: "paragraph", children: inlines(children), at: at() };
}

export function heading(title: string, depth = 2): ProseNode {
  return { type: "heading", depth, children: [text(title)], at: at() };
}

export function letter(...body: readonly (string | ProseNode)[]): LetterBlock {
  return { kind: "letter", body: prose(body), at: at(10) };
}

export function signoff(...body: readonly (string | ProseNode)[]): SignoffBlock {
  return { kind: "signoff", body: prose(body), at: at(90) };
}

export function feature(given: Partial<FeatureBlock> = {}): FeatureBlock {
  return { kind: "feature", title: line("A feature"), body: prose(["What it says."]), at: at(20), ...given };
}

export function image(given: Partial<Image> = {}): Image {
  return { src: "images/picture.png", alt: "A picture", at: at(22), ...given };
}

export function poll(given: Partial<PollBlock> = {}): PollBlock {
  const options = [option("musk", "Team Musk"), option("altman", "Team Altman")];
  return {
    kind: "poll",
    id: "team",
    question: line("Whose side are you on?"),
    options,
    at: at(40),
    ...given,
  };
}

export function option(id: string, title: string, body = "A reason."): PollOption {
  return { id, title: line(title), body: prose([body]), at: at(42) };
}

export function briefs(...items: readonly Brief[]): BriefsBlock {
  return { kind: "briefs", title: line("This week in tech"), items, at: at(60) };
}

export function brief(title: string, given: Partial<Brief> = {}): Brief {
  return { title: line(title), body: prose(["In one paragraph."]), at: at(62), ...given };
}

export function sponsor(given: Partial<SponsorBlock> = {}): SponsorBlock {
  return {
    kind: "sponsor",
    name: line("Acme Type"),
    url: line("https://example.org/acme"),
    body: prose(["Lead that lasts."]),
    at: at(80),
    ...given,
  };
}

export function issue(given: Partial<Issue> = {}): Issue {
  return {
    id: "2025-02-14-test",
    subject: line("A subject"),
    preheader: line("What it is about"),
    number: 42,
    date: "2025-02-14",
    status: "ready",
    template: "weekly",
    language: "en",
    direction: "ltr",
    blocks: [letter("Hello.")],
    at: at(),
    ...given,
  };
}

export function imageFile(given: Partial<ImageFile> = {}): ImageFile {
  const bytes = Buffer.from("not really a picture");
  return { src: "images/picture.png", bytes, contentType: "image/png", width: 1200, height: 630, ...given };
}

export function sender(given: Partial<Sender> = {}): Sender {
  return {
    name: "The Galley",
    listName: "The Galley",
    from: { name: "The Galley", email: "hello@news.example.org" },
    postalAddress: ["Letterpress Ltd", "1 Type Street", "London N1 1AA"],
    siteUrl: "https://news.example.org",
    listId: "weekly.news.example.org",
    ...given,
  };
}

export function prose(body: readonly (string | ProseNode)[]): Prose {
  return body.map((node) => (typeof node === "string" ? paragraph(node) : node));
}

function inlines(children: readonly (string | Inline)[]): readonly Inline[] {
  return children.map((child) => (typeof child === "string" ? text(child) : child));
}
