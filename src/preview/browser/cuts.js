/** Says of every line in the lists of mails where its program cuts it: only here is known how much of it fits. */
export function markCuts() {
  document.addEventListener("shown", mark);
  addEventListener("resize", mark);
  mark();
}

function mark() {
  for (const program of document.querySelectorAll(".program")) {
    const list = program.querySelector("dl");
    const lines = program.querySelectorAll(".mail-list.light [data-cut]");
    if (!list) continue;
    list.replaceChildren(...[...lines].map(entry));
    list.hidden = false;
  }
}

/** @param {Element} line */
function entry(line) {
  const text = line.textContent ?? "";
  const fits = fitting(line);
  const name = document.createElement("dt");
  name.textContent = line.getAttribute("data-cut");
  const value = document.createElement("dd");
  value.dir = "auto";
  const rest = document.createElement("s");
  rest.textContent = text.slice(fits);
  const count = document.createElement("span");
  count.className = "count";
  count.dir = "ltr";
  const all = [...text].length;
  count.textContent = fits >= text.length ? `all ${all}` : `${[...text.slice(0, fits)].length} of ${all}`;
  value.append(text.slice(0, fits), rest, count);
  const pair = document.createElement("div");
  pair.append(name, value);
  return pair;
}

/**
 * How many characters of a line can be seen, without those that make room for the dots at its end.
 * @param {Element} line
 */
function fitting(line) {
  const box = line.getBoundingClientRect();
  const nodes = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const range = new Range();
  let seen = 0;
  let end = 0;
  for (let node = nodes.nextNode(); node; node = nodes.nextNode())
    for (let at = 0; at < (node.textContent?.length ?? 0); at += 1) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const letter = range.getBoundingClientRect();
      seen += 1;
      if (letter.width === 0) continue;
      if (letter.bottom > box.bottom + 1 || letter.right > box.right + 0.5 || letter.left < box.left - 0.5)
        return Math.max(0, end - dots);
      end = seen;
    }
  return seen;
}

/** Characters that give way to the dots, about. */
const dots = 2;
