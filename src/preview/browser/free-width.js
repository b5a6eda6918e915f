/**
 * Gives frames of a free width that width, which no policy lets a page say in its markup, and lets it be dragged at the
 * grip: with the pointer, or with the arrow keys.
 * @param {(width: string) => void} [keep] hears of a width when the pointer lets go
 */
export function followGrip(keep = () => {}) {
  setWidths();
  document.addEventListener("shown", setWidths);
  document.addEventListener("pointerdown", (event) => {
    const grip = gripOf(event);
    if (!grip) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    // Both edges move, because the mail stands in the middle.
    const drag = (/** @type {PointerEvent} */ { clientX }) => {
      const box = paneOf(grip).getBoundingClientRect();
      setWidth(grip, 2 * Math.abs(clientX - (box.left + box.width / 2)));
    };
    const drop = () => {
      grip.removeEventListener("pointermove", drag);
      keep(grip.ariaValueNow ?? "");
    };
    grip.addEventListener("pointermove", drag);
    grip.addEventListener("lostpointercapture", drop, { once: true });
  });
  document.addEventListener("keydown", (event) => {
    const grip = gripOf(event);
    const step = { ArrowLeft: -10, ArrowRight: 10, PageDown: -100, PageUp: 100 }[event.key];
    if (!grip || step === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setWidth(grip, paneOf(grip).getBoundingClientRect().width + step);
    keep(grip.ariaValueNow ?? "");
  });
}

/** @param {Event} event */
function gripOf({ target }) {
  return target instanceof HTMLElement && target.id === "grip" ? target : undefined;
}

/** @param {HTMLElement} grip */
function paneOf(grip) {
  return /** @type {HTMLElement} */ (grip.closest(".pane"));
}

function setWidths() {
  for (const pane of document.querySelectorAll(".pane[data-width]"))
    if (pane instanceof HTMLElement) pane.style.width = `${pane.dataset.width}px`;
  const grip = document.getElementById("grip");
  if (grip) grip.ariaValueNow = String(Math.round(paneOf(grip).getBoundingClientRect().width));
}

/**
 * @param {HTMLElement} grip
 * @param {number} wanted
 */
function setWidth(grip, wanted) {
  const width = Math.round(Math.min(Math.max(wanted, Number(grip.ariaValueMin)), Number(grip.ariaValueMax)));
  const pane = paneOf(grip);
  pane.classList.remove("desktop", "mobile");
  pane.classList.add("free");
  pane.style.width = `${width}px`;
  grip.ariaValueNow = String(width);
  const caption = pane.querySelector("figcaption span");
  if (caption) caption.textContent = `${width} px`;
}
