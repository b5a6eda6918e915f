/**
 * Keeps the panel of findings below the head of the page, however high that is. Where there is no room beside the mail
 * the panel stands below it: then its button leads there first, and puts it away only when it can be seen.
 */
export function followInspector() {
  const head = document.querySelector(".desk > .head");
  const panel = document.getElementById("inspector");
  if (!head || !panel) return;
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--head", `${head.getBoundingClientRect().height}px`);
  }).observe(head);
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const box = panel.getBoundingClientRect();
    if (!target.closest("#findings-switch") || box.height === 0) return;
    if (box.top < innerHeight - 80 && box.bottom > 80) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    panel.scrollIntoView({ block: "start" });
  });
}
