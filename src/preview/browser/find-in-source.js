/**
 * Finds words in a source that is shown: every place is marked, Enter goes to the next one, Shift and Enter to the one
 * before. Marks are highlights of the browser, so the source itself stays as it is, and the words stand in the address.
 */
export function findInSource() {
  document.addEventListener("input", (event) => {
    if (event.target !== field()) return;
    const url = new URL(location.href);
    url.searchParams.set("find", field()?.value ?? "");
    history.replaceState(null, "", url);
    find();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target !== field() || event.key !== "Enter") return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  });
  document.addEventListener("shown", find);
  find();
}

/** @type {Range[]} */
let places = [];
let current = 0;
let last = "";

function field() {
  const input = document.getElementById("find");
  return input instanceof HTMLInputElement ? input : undefined;
}

function find() {
  const source = document.getElementById("source");
  const words = field()?.value.toLowerCase() ?? "";
  places = [];
  if (source && words !== "")
    for (const line of source.children) {
      const text = line.firstChild;
      if (text) places.push(...placesIn(text, words));
    }
  CSS.highlights.set("found", new Highlight(...places));
  // A source that was shown anew keeps the place one had come to.
  if (words !== last) current = 0;
  const isNew = words !== last;
  last = words;
  show(isNew);
}

/**
 * @param {Node} text
 * @param {string} words in lower case
 */
function placesIn(text, words) {
  const content = text.textContent?.toLowerCase() ?? "";
  const found = [];
  for (let at = content.indexOf(words); at >= 0; at = content.indexOf(words, at + words.length)) {
    const range = new Range();
    range.setStart(text, at);
    range.setEnd(text, at + words.length);
    found.push(range);
  }
  return found;
}

/** @param {number} step */
function go(step) {
  if (places.length > 0) current = (current + step + places.length) % places.length;
  show(true);
}

/** @param {boolean} isToScroll */
function show(isToScroll) {
  const output = document.getElementById("hits");
  const count =
    places.length === 0 ? "none" : `${Math.min(current, places.length - 1) + 1} of ${places.length}`;
  if (output) output.textContent = last === "" ? "" : count;
  const place = places[current] ?? places[0];
  CSS.highlights.set("current", place ? new Highlight(place) : new Highlight());
  if (isToScroll) place?.startContainer.parentElement?.scrollIntoView({ block: "center" });
}
