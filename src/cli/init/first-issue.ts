import { blankMark } from "../../issue/blanks.ts";

/**
 * The first issue of a newsletter: a draft that shows what there is, and in which `check` finds only what is still to
 * be written.
 */
export function firstIssue(name: string, day: string, schema: string): string {
  return `# yaml-language-server: $schema=../${schema}
# ${blankMark} marks what is still to be written. While there is one, the issue is a draft and is not sent.
subject: ${JSON.stringify(`${name}, the first issue`)}
preheader: ${blankMark} What this newsletter is about, who writes it, and when the next one comes
number: 1
date: ${day}
status: draft  # "ready" when it may go
template: weekly

blocks:
  - letter: |
      Hello {{firstName|there}},

      this is the first issue. ${blankMark} Say in two sentences what it is about and **whom it is for**.

  - feature:
      title: ${blankMark} The story of the week
      body: |
        ${blankMark} A feature is the longest text of an issue. It has a title, and may have a picture and a link.

        ## A heading in it

        Prose is Markdown: **strong** words, *stressed* words, lists and tables.

  - poll:
      id: next
      question: ${blankMark} What should the next issue be about?
      options:
        - { id: people, title: People }
        - { id: tools, title: Tools }

  - signoff: |
      Until next week.
`;
}
