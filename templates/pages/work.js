// The work of a sign-up form (service.form.proofOfWork): a number for which the SHA-256 of "<time>:<number>" begins with so many
// zero bits. It begins when the form is touched, so that it is mostly done when the button is pressed.
const form = document.querySelector("form[data-work]");
let working;

form?.addEventListener("focusin", () => work());
form?.addEventListener("submit", async (event) => {
  if (form.elements.work.value !== "") return;
  event.preventDefault();
  form.elements.work.value = await work();
  // Not in the same moment: while it is being submitted a form takes no other submission.
  setTimeout(() => form.requestSubmit());
});

function work() {
  working ??= search(form.elements.time.value, Number(form.dataset.work));
  return working;
}

async function search(time, bits) {
  for (let number = 0; ; number += 1) {
    const bytes = new TextEncoder().encode(`${time}:${number}`);
    const hash = new DataView(await crypto.subtle.digest("SHA-256", bytes));
    if (Math.clz32(hash.getUint32(0)) >= bits) return String(number);
  }
}
