/* Close what was reported as done. */
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) event.target.closest(".toast").remove();
});
