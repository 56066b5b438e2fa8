/* Copy the fallback wording, and say so on the button. Where a browser does not allow it, select the words instead. */
"use strict";
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const words = button.closest("div").querySelector("[data-copied]");
  if (!navigator.clipboard) {
    getSelection().selectAllChildren(words);
    return;
  }
  await navigator.clipboard.writeText(words.textContent);
  const before = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = before; }, 2000);
});
