import type { Issue } from "../../src/model/issue.ts";
import {
  at,
  brief,
  briefs,
  emphasis,
  feature,
  field,
  type GivenIssue,
  heading,
  image,
  issue,
  letter,
  line,
  link,
  option,
  paragraph,
  poll,
  prose,
  signoff,
  sponsor,
  strong,
} from "./issue-builder.ts";

/** An issue as full as the sample, with what is hard to set: Arabic, curly brackets, an `&copy=` in a link. */
export function richIssue(given: GivenIssue = {}): Issue {
  return issue({
    subject: line("Two founders, one feud: who owns the future of AI?"),
    preheader: line("How a friendship became a $97 billion fight, and five short reads"),
    blocks: [
      letter(
        paragraph("Hello ", field("firstName", "there"), ","),
        "It has been a week of big numbers. One man offered ninety-seven billion dollars for a company he helped to start; the other answered with a joke. We tell the story from the beginning, ask whose side you are on, and keep the rest of the week short.",
      ),
      theFeature(),
      poll({
        options: [
          option("musk", "Team Musk", "AI should be open source, decentralised, and belong to no giant."),
          option(
            "altman",
            "Team Altman",
            "OpenAI is best placed to build safe AI at scale, and to stay ahead.",
          ),
        ],
      }),
      theBriefs(),
      sponsor({
        body: prose([
          "Hand-cast letters for people who still like the smell of ink. Readers of this letter get a free proof sheet.",
        ]),
      }),
      signoff(
        "That is all for this Friday. Know someone who would like this? Pass it on: a letter is best when it travels.",
        paragraph("See you next week, ", emphasis("the editors")),
      ),
    ],
    ...given,
  });
}

function theFeature() {
  const source = link("https://example.org/record?a=1&copy=2", "the public record");
  return feature({
    title: line("Two founders, one feud"),
    image: image({
      src: "images/two-kings.png",
      alt: "Two chess kings, one red and one black, face each other across a chess board",
      credit: "Illustration: Letterpress",
    }),
    body: prose([
      paragraph(
        "They once shared a table, a mission and a fear: that one company alone would shape artificial intelligence. Ten years later Elon Musk and Sam Altman share only lawyers. According to ",
        source,
        ", it was never going to be a quiet divorce.",
      ),
      heading("A nonprofit against a giant"),
      "In 2015 both were among the co-founders of OpenAI, a nonprofit that was meant to make AI benefit humanity, and to counter Google's lead. Jensen Huang of Nvidia brought the young lab its first AI supercomputer in person.",
      heading("The break"),
      paragraph(
        "Musk left in 2018, after a dispute over ",
        strong("direction and control"),
        " in which the board pushed back. In November 2022 ChatGPT went public, and the lab he had left became the best-known name in technology.",
      ),
      heading("Closed source, open conflict"),
      {
        type: "quote",
        children: prose(["Closed-source and profit-driven: that is what he calls the company today."]),
        at: at(),
      },
      "Musk points at Microsoft, which has put about $14 billion into OpenAI, and has sued OpenAI and Altman over the founding principles.",
      heading("A rival of his own"),
      "In 2023 he started xAI. The steps came fast:",
      {
        type: "list",
        items: [
          prose(["a chatbot called Grok,"]),
          prose(["thousands of Nvidia GPUs to train it,"]),
          prose(["and a place for it inside X."]),
        ],
        at: at(),
      },
      heading("The price of everything"),
      "Investors valued OpenAI at $157 billion in October 2024 and xAI at $50 billion in November. In January 2025 a report spoke of OpenAI raising money at up to $300 billion.",
      heading("An offer and a joke"),
      "This February Musk leads a bid of $97.4 billion for OpenAI. The board is expected to reject it. Altman has already answered, on X: no thank you, but we will buy Twitter for $9.74 billion.",
      paragraph(
        "In our template this would be ",
        { type: "code", value: "{{ feud.winner }}" },
        ": still empty.",
      ),
    ]),
  });
}

function theBriefs() {
  const one = (title: string, slug: string, body: string) =>
    brief(title, {
      url: line(`https://example.org/${slug}`),
      source: line("Example Daily"),
      body: prose([body]),
    });
  return briefs(
    one(
      "Huawei's watch goes to the doctor",
      "huawei",
      "The Watch D2 is now a registered medical device in China, so that it can be paid from medical insurance accounts. It measures blood pressure and follows your sleep, for 2,988 yuan ($409).",
    ),
    one(
      "Bars where there were none",
      "starlink",
      "SpaceX and T-Mobile open a free beta of texting over Starlink: 500,000 square miles of the US had no coverage at all. It starts in July, included in Go5G Next, or $15 a month.",
    ),
    one(
      "The small iPhone grows up",
      "iphone",
      "Apple revamps the iPhone SE for a year of import tariffs and regulators; Mark Gurman of Bloomberg explains the strategy.",
    ),
    one(
      "Alexa learns to follow",
      "alexa",
      "The AI upgrade known inside Amazon as “Banyan” takes several prompts in sequence. A decision was expected on 14 February.",
    ),
    one(
      "Zurich calling",
      "zurich",
      "Microsoft hires Marco Tagliasacchi and Zalán Borsos, who made Audio Overviews at Google DeepMind, for the lab that Mustafa Suleyman builds in Zurich. مرحبا بكم.",
    ),
  );
}
