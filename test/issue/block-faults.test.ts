import { describe, expect, test } from "@jest/globals";
import { readBlocks } from "../support/issue-text.ts";

describe("a block that readers would stumble over", () => {
  test.each([
    [
      "poll: {id: a, question: Q, options: [{id: a, title: Yes we can}, {id: b, title: yes we can}]}",
      ["5:85 issue/same-title"],
    ],
    ["poll: {id: a, question: Q, options: [{id: a, title: Yes we can}, {id: b, title: We can}]}", []],
    ["image: {src: a.png, alt: image}", ["5:30 issue/alt-picture-of"]],
    ["image: {src: a.png, alt: Our logo.}", ["5:30 issue/alt-picture-of"]],
    ["image: {src: a.png, alt: A photo album}", []],
    ["button: {title: T, url: https://localhost/a}", ["5:29 issue/link-host"]],
    ["button: {title: T, url: https://example}", ["5:29 issue/link-host"]],
    ["button: {title: T, url: http://127.0.0.1:8080/}", ["5:29 issue/link-host"]],
    ["button: {title: T, url: https://my.local/}", ["5:29 issue/link-host"]],
    ["button: {title: T, url: https://10.example.org/}", []],
  ])("is a warning: %s", (block, codes) => {
    const read = readBlocks(`  - ${block}`);
    expect(read.codes).toEqual(codes);
    expect(read.issue).toBeDefined();
  });
});

describe("a block that is wrong", () => {
  test.each([
    [
      "has an unknown kind",
      "  - featur: {title: T, body: B}",
      ['5:5 issue/unknown-block Did you mean "feature"?'],
    ],
    [
      "has a kind like no other",
      "  - slideshow: x",
      [
        "5:5 issue/unknown-block Known: letter, feature, briefs, links, poll, quote, image, button, sponsor, divider, signoff, html.",
      ],
    ],
    [
      "has a kind that every object has",
      "  - constructor: x",
      [
        "5:5 issue/unknown-block Known: letter, feature, briefs, links, poll, quote, image, button, sponsor, divider, signoff, html.",
      ],
    ],
    [
      "has an unknown key",
      "  - feature: {title: T, body: B, imge: x}",
      ['5:34 issue/unknown-key Did you mean "image"?'],
    ],
    [
      "has an unknown key in a picture",
      "  - feature: {title: T, body: B, image: {src: a.png, alt: '', scr: x}}",
      ['5:63 issue/unknown-key Did you mean "src"?'],
    ],
    [
      "has an unknown key in a list",
      "  - briefs:\n    - {title: A, body: B}\n    - {title: A, body: B, ulr: x}",
      ['7:27 issue/unknown-key Did you mean "url"?'],
    ],
    [
      "is a bare text",
      "  - Hello",
      [
        "5:5 issue/block-form Start it with its kind: letter, feature, briefs, links, poll, quote, image, button, sponsor, divider, signoff, html.",
      ],
    ],
    [
      "is a list",
      "  - [letter]",
      [
        "5:5 issue/block-form Start it with its kind: letter, feature, briefs, links, poll, quote, image, button, sponsor, divider, signoff, html.",
      ],
    ],
    ["is empty", "  - {}", ["5:5 issue/block-form A block has one key, its kind; indent the rest."]],
    [
      "has its keys beside its kind",
      "  - feature:\n    title: T\n    body: B",
      ["5:5 issue/block-form A block has one key, its kind; indent the rest."],
    ],
    [
      "has its body beside its kind",
      "  - letter:\n    body: B",
      ["5:5 issue/block-form A block has one key, its kind; indent the rest."],
    ],
    [
      "has a key beside the kind whose text stands behind its colon",
      "  - letter: Hello\n    only: tag member",
      ['5:5 issue/block-form Write "body: …" below "letter:", and the rest beside that.'],
    ],
    [
      "says nothing",
      "  - letter:",
      ["5:12 issue/wrong-type Write it; a text that starts with # needs quotes round it."],
    ],
    ["is a number", "  - letter: 2026", ["5:13 issue/wrong-type Put quotes round it."]],
    ["has no colon", "  - letter\n", ['5:5 issue/block-form Write "- letter: …".']],
    [
      "has no colon before its text",
      "  - letter |\n      Hello",
      ['5:5 issue/block-form Write "- letter: …".'],
    ],
    ["has no space behind its colon", "  - letter:Hello", ['5:5 issue/block-form Write "- letter: …".']],
    [
      "is a bare text where that means nothing",
      "  - poll: Hello",
      [
        "5:11 issue/wrong-type Write its keys on the lines below, each with a colon: id, question, options, only, lang.",
      ],
    ],
    [
      "is a bare list where that means nothing",
      "  - letter: [a]",
      ["5:13 issue/wrong-type Write its keys on the lines below, each with a colon: body, only, lang."],
    ],
    ["has an empty text", '  - letter: " "', ["5:13 issue/wrong-form Write it, or leave the block out."]],
    [
      "has a number for a title",
      "  - feature: {title: 1984, body: B}",
      ["5:22 issue/wrong-type Put quotes round it."],
    ],
    [
      "has a truth for a title",
      "  - feature: {title: true, body: B}",
      ["5:22 issue/wrong-type Put quotes round it."],
    ],
    ["lacks its title", "  - feature: {body: B}", ["5:5 issue/missing Add a text."]],
    [
      "lacks an alt text",
      "  - feature: {title: T, body: B, image: {src: a.png}}",
      ['5:34 issue/missing Describe the picture, or write alt: "" if it is decoration.'],
    ],
    [
      "has a merge field in an alt text",
      "  - feature: {title: T, body: B, image: {src: a.png, alt: 'A {{city}}'}}",
      ["5:59 issue/field-in-image Write it out."],
    ],
    [
      "has one option",
      "  - poll: {id: p, question: Q, options: [{id: a, title: A}]}",
      ["5:41 issue/too-small A poll needs a choice."],
    ],
    [
      "has eleven options",
      `  - poll: {id: p, question: Q, options: [${Array.from({ length: 11 }, (_, n) => `{id: a${n}, title: A${n}}`).join(", ")}]}`,
      ["5:41 issue/too-big Shorten the list."],
    ],
    [
      "has options of one name",
      "  - poll: {id: p, question: Q, options: [{id: a, title: A}, {id: a, title: B}]}",
      ["5:66 issue/same-id Give each its own."],
    ],
    [
      "has an id that would break a link",
      "  - poll: {id: A/b, question: Q, options: [{id: a, title: A}, {id: b, title: B}]}",
      ["5:16 issue/wrong-form Use small letters, digits and hyphens."],
    ],
    [
      "has an id that is too long",
      `  - poll: {id: ${"a".repeat(33)}, question: Q, options: [{id: a, title: A}, {id: b, title: B}]}`,
      ["5:16 issue/wrong-form Use small letters, digits and hyphens."],
    ],
    [
      "has no briefs",
      "  - briefs: []",
      ["5:13 issue/too-small Write at least one brief, or leave the block out."],
    ],
    [
      "lacks a sponsor's link",
      "  - sponsor: {name: Acme, body: B}",
      ["5:5 issue/missing Add the address it leads to."],
    ],
    [
      "lacks the id of a poll",
      "  - poll: {question: Q, options: [{id: a, title: A}, {id: b, title: B}]}",
      ["5:5 issue/missing Add a short name: small letters, digits and hyphens."],
    ],
    ["is a divider with a text", "  - divider: x", ['5:14 issue/wrong-type Write "- divider:" alone.']],
    [
      "has text below it without a bar",
      "  - letter:\n    Hello you,\n    how are you?",
      [
        '6:5 yaml/syntax For a text of several lines write "letter: |", and indent the text further than "letter".',
      ],
    ],
    [
      "has a faulty merge field in its link, which is told once",
      "  - button: {title: T, url: 'https://example.org/?e={{email}}'}",
      [
        '5:53 issue/unknown-field Known: firstName, first_name, city, language. Fields are declared in letterpress.yaml; "\\{{" writes two brackets.',
      ],
    ],
  ])("because it %s is told with place and remedy", (_, yaml, expected) => {
    const { problems, issue } = readBlocks(yaml);
    expect(problems.map((one) => `${one.at.line}:${one.at.column} ${one.code} ${one.remedy}`)).toEqual(
      expected,
    );
    expect(issue).toBeUndefined();
  });

  test("still tells what is wrong in its sound parts", () => {
    const { codes } = readBlocks(
      [
        "  - feature:",
        "      titel: For {{nobody}}",
        "      url: http://example.org/",
        "      body: |",
        "        # Big {{nobody}}",
        "  - briefs:",
        "      items:",
        "        - title: '{{nobody}}'",
        "        - {title: A, url: x, body: '{{nobody}}'}",
        "      extra: 1",
      ].join("\n"),
    );
    expect(codes).toEqual([
      "6:7 issue/unknown-key",
      "7:12 issue/link-http",
      "9:9 issue/heading-level",
      "9:15 issue/unknown-field",
      "12:11 issue/missing",
      "12:19 issue/unknown-field",
      "13:27 issue/link-relative",
      "13:37 issue/unknown-field",
      "14:7 issue/unknown-key",
    ]);
  });
});

describe("two polls", () => {
  const poll = (id: string) =>
    `  - poll: {id: ${id}, question: Q, options: [{id: a, title: A}, {id: b, title: B}]}`;

  test("may have options of the same name", () => {
    expect(readBlocks(`${poll("one")}\n${poll("two")}`).blocks).toHaveLength(2);
  });

  test("may not have the same id, because a vote would count for both", () => {
    expect(readBlocks(`${poll("one")}\n${poll("one")}`).sentences).toEqual([
      'issues/a.yaml:6:5 two polls have the id "one". Give each its own. [issue/same-id]',
    ]);
  });
});
