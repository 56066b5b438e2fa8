// Warns before a page with changed fields is left without saving.
const form = document.querySelector("form[data-unsaved]");
let isChanged = false;
document.addEventListener("input", (event) => {
  if (event.target.form?.method === "post" && event.target.name !== "contract") isChanged = true;
});
document.addEventListener("submit", () => { isChanged = false; });
addEventListener("beforeunload", (event) => { if (form && isChanged) event.preventDefault(); });
