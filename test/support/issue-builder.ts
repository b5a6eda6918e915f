import type { Position } from "../../src/base/problem.ts";
import type { Block, Image, ImageFile, Issue, Item, Part, Parts } from "../../src/model/issue.ts";
import type { Inline, Line, MergeField, Prose, ProseNode } from "../../src/model/prose.ts";
import { fullestVariant, type Selection, selectionOf } from "../../src/model/selection.ts";
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

/** Makes a block from values: a Line, Prose, an Image, a list of items, or `link(url)` as a Line under `url`. */
export function block(
  kind: string,
  parts: Parts,
  more: Partial<Omit<Block, "kind" | "parts">> & { readonly line?: number } = {},
): Block {
  const { line: row = 1, ...rest } = more;
  return { kind, parts, at: at(row), ...rest };
}

export const none: Part = { type: "none" };

export function lineOr(given: Line | undefined): Part {
  return given === undefined ? none : { type: "line", line: given };
}

export function linkOr(given: Line | undefined): Part {
  return given === undefined ? none : { type: "link", url: given };
}

export function proseOr(given: Prose | undefined): Part {
  return given === undefined || given.length === 0 ? none : { type: "prose", prose: given };
}

export function imageOr(given: Image | undefined): Part {
  return given === undefined ? none : { type: "image", image: given };
}

export function letter(...body: readonly (string | ProseNode)[]): Block {
  return block("letter", { body: proseOr(prose(body)) }, { line: 10 });
}

export function signoff(...body: readonly (string | ProseNode)[]): Block {
  return block("signoff", { body: proseOr(prose(body)) }, { line: 90 });
}

interface GivenFeature {
  readonly title?: Line;
  readonly url?: Line;
  readonly image?: Image;
  readonly body?: Prose;
}

export function feature(given: GivenFeature = {}): Block {
  const { title = line("A feature"), url, image: picture, body = prose(["What it says."]) } = given;
  const parts = { title: lineOr(title), url: linkOr(url), image: imageOr(picture), body: proseOr(body) };
  return block("feature", parts, { line: 20 });
}

export function image(given: Partial<Image> = {}): Image {
  return { src: "images/picture.png", alt: "A picture", at: at(22), ...given };
}

interface GivenPoll {
  readonly id?: string;
  readonly question?: Line;
  readonly options?: readonly Item[];
}

export function poll(given: GivenPoll = {}): Block {
  const { id = "team", question = line("Whose side are you on?") } = given;
  const { options: items = [option("musk", "Team Musk"), option("altman", "Team Altman")] } = given;
  const parts: Parts = {
    id: { type: "id", id },
    question: lineOr(question),
    options: { type: "list", items },
  };
  return block("poll", parts, { line: 40 });
}

export function option(id: string, title: string, body = "A reason."): Item {
  const parts: Parts = { id: { type: "id", id }, title: lineOr(line(title)), body: proseOr(prose([body])) };
  return { parts, at: at(42) };
}

export function briefs(...items: readonly Item[]): Block {
  return block(
    "briefs",
    { title: lineOr(line("This week in tech")), items: { type: "list", items } },
    { line: 60 },
  );
}

interface GivenBrief {
  readonly url?: Line;
  readonly source?: Line;
  readonly body?: Prose;
}

export function brief(title: string, given: GivenBrief = {}): Item {
  const { url, source, body = prose(["In one paragraph."]) } = given;
  const parts = { title: lineOr(line(title)), url: linkOr(url), body: proseOr(body), source: lineOr(source) };
  return { parts, at: at(62) };
}

interface GivenSponsor {
  readonly name?: Line;
  readonly url?: Line;
  readonly image?: Image;
  readonly body?: Prose;
}

export function sponsor(given: GivenSponsor = {}): Block {
  const { name = line("Acme Type"), url = line("https://example.org/acme") } = given;
  const { image: picture, body = prose(["Lead that lasts."]) } = given;
  const parts = { name: lineOr(name), url: linkOr(url), image: imageOr(picture), body: proseOr(body) };
  return block("sponsor", parts, { line: 80 });
}

/** An issue; `subject` and `preheader` stand for the only ones in its language. */
export type GivenIssue = Partial<Issue> & { readonly subject?: Line; readonly preheader?: Line };

export function issue(given: GivenIssue = {}): Issue {
  const { subject = line("A subject"), preheader = line("What it is about"), ...rest } = given;
  const language = given.language ?? "en";
  return {
    id: "2025-02-14-test",
    subjects: { [language]: [subject] },
    preheaders: { [language]: preheader },
    number: 42,
    date: "2025-02-14",
    status: "ready",
    template: "weekly",
    templateAt: at(),
    language,
    languageAt: at(),
    blocks: [letter("Hello.")],
    at: at(),
    ...rest,
  };
}

/** What the readers of an issue's fullest variant get. */
export function selection(given: GivenIssue = {}): Selection {
  const whole = issue(given);
  return selectionOf(whole, fullestVariant(whole));
}

export function imageFile(given: Partial<ImageFile> = {}): ImageFile {
  const bytes = Buffer.from("not really a picture");
  return {
    src: "images/picture.png",
    bytes,
    contentType: "image/png",
    width: 1200,
    height: 630,
    density: 1,
    ...given,
  };
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
