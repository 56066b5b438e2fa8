/* Single keys of the desk. Off while somebody types, while a dialog is open, and with any other key held down. */

export function bindKeys(actions, press) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const field = event.target.closest("input:not([type=radio]), textarea, select");
    if (field && event.key !== "Escape") return;
    if (event.target.closest("input[type=radio]") && event.key !== "Escape") return;
    if (event.key === "Escape" && field && !field.closest("#verdict")) {
      field.blur();
      return;
    }
    if (event.key in actions) actions[event.key]();
    else if (!press(event.key)) return;
    event.preventDefault();
  });
}
