/** Shows those issues only whose date, title or status has all the words that are typed. */
export function searchIssues() {
  const field = document.getElementById("find-issue");
  if (!(field instanceof HTMLInputElement)) return;
  const search = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const item of document.querySelectorAll("#issues > li")) {
      const text = item.textContent?.toLowerCase() ?? "";
      const isFound = words.every((word) => text.includes(word));
      /** @type {HTMLElement} */ (item).hidden = !isFound;
      if (isFound) found += 1;
    }
    const none = document.getElementById("no-issue-found");
    if (none) none.hidden = found > 0 || words.length === 0;
  };
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") firstFound()?.click();
    if (event.key !== "Escape") return;
    field.value = "";
    search();
    field.blur();
  });
  // The list is exchanged on every save.
  document.addEventListener("shown", search);
}

function firstFound() {
  return /** @type {HTMLElement | null} */ (document.querySelector("#issues > li:not([hidden]) a"));
}
