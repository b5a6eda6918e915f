/** The first issue of a newsletter: a draft that shows what there is, and that `check` finds nothing wrong with. */
export function firstIssue(name: string, day: string, schema: string): string {
  return `# yaml-language-server: $schema=../${schema}
subject: ${JSON.stringify(`${name}, the first issue`)}
preheader: What this newsletter is about, who writes it, and when the next one comes
number: 1
date: ${day}
status: draft
template: weekly

blocks:
  - letter: |
      Hello {{firstName|there}},

      this is the first issue. Say in two sentences what it is about and **whom it is for**; then delete what
      stands here.

  - feature:
      title: The story of the week
      body: |
        A feature is the longest text of an issue. It has a title, and may have a picture and a link.

        ## A heading in it

        Prose is Markdown: **strong** words, *stressed* words, lists and tables.

  - poll:
      id: next
      question: What should the next issue be about?
      options:
        - { id: people, title: People }
        - { id: tools, title: Tools }

  - signoff: |
      Until next week.
`;
}
