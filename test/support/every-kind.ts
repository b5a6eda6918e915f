import type { Block } from "../../src/model/issue.ts";
import {
  block,
  brief,
  briefs,
  feature,
  heading,
  image,
  imageOr,
  letter,
  line,
  lineOr,
  link,
  linkOr,
  option,
  paragraph,
  poll,
  prose,
  proseOr,
  signoff,
  sponsor,
} from "./issue-builder.ts";

/** A block of each kind that an issue can have: first with all keys, then with no more than it must have. */
export function everyKind(): readonly Block[] {
  return [...fullBlocks(), ...bareBlocks()];
}

function fullBlocks(): readonly Block[] {
  return [
    letter("Dear all,", "we have one of each."),
    feature({ title: line("A linked feature"), url, image: credited }),
    poll({ id: "three", options: [option("a", "One"), option("b", "Two"), option("c", "Three")] }),
    briefs(brief("A brief with everything", { url, source, body: prose(["Some words.", "More words."]) })),
    block("links", {
      title: lineOr(line("Worth your time")),
      items: {
        type: "list",
        items: [linkItem("A link with a reason", true), linkItem("A bare link", false)],
      },
    }),
    block("quote", { body, by: lineOr(line("A compositor")), url: linkOr(url) }),
    block("image", { image: imageOr(credited), url: linkOr(url), caption: proseOr(prose([caption])) }),
    block("button", { title: lineOr(line("Read the whole story")), url: linkOr(url) }),
    block("divider", {}),
    block("html", {
      body: { type: "html", html: line(handMade) },
      text: proseOr(
        prose([paragraph("Set by hand, ", link("https://example.org/hand", "see here"), "."), "A box"]),
      ),
    }),
    sponsor({ image: image() }),
    signoff("Until next week."),
  ];
}

function bareBlocks(): readonly Block[] {
  return [
    feature(),
    briefs(brief("A brief with a text only")),
    untitled(
      briefs(brief("One of no section", { url, body: prose([heading("With a heading"), "and words."]) })),
    ),
    block("links", {
      title: lineOr(undefined),
      items: { type: "list", items: [linkItem("The only link", false)] },
    }),
    block("quote", { body, by: lineOr(undefined), url: linkOr(undefined) }),
    block("quote", { body, by: lineOr(line("Somebody")), url: linkOr(undefined) }),
    block("quote", { body, by: lineOr(undefined), url: linkOr(url) }),
    block("image", { image: imageOr(image()), url: linkOr(undefined), caption: proseOr(undefined) }),
    block("image", { image: imageOr(credited), url: linkOr(undefined), caption: proseOr(undefined) }),
    sponsor(),
  ];
}

function untitled({ kind, parts }: Block): Block {
  return block(kind, { ...parts, title: lineOr(undefined) });
}

const url = line("https://example.org/more");
const source = line("Example Daily");
const credited = image({ credit: "Picture by a friend" });
const body = proseOr(prose(["Type is a beautiful group of letters, not a group of beautiful letters."]));
const caption = paragraph("What one sees, and ", link("https://example.org/where", "where it hangs"), ".");

/** With colours of its own, which are for paper. */
const handMade = `<p style="margin:0;color:#333333">Set by <b>hand</b>, <a style="color:#0b5394" href="https://example.org/hand">see here</a>.</p>
<table role="presentation" style="background-color:#fff2cc"><tr><td>A box</td></tr></table>`;

function linkItem(title: string, full: boolean) {
  const given = full ? { source, body: prose(["Why it is worth the click."]) } : { body: prose([]) };
  return brief(title, { url, ...given });
}
