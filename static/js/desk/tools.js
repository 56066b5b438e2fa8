/* What stands above the pages: the page’s number, zoom, and search. */

export function bindTools(desk, stage, sheets) {
  const number = desk.querySelector("#page-number");
  desk.querySelector("[data-count]").textContent = stage.dataset.of.replace("{count}", sheets.count);
  sheets.onPage((page) => { number.value = page; });
  desk.querySelector("[data-paging]").addEventListener("submit", (event) => {
    event.preventDefault();
    const page = Math.min(sheets.count, Math.max(1, Number.parseInt(number.value, 10) || 1));
    number.value = page;
    sheets.goTo(page);
  });
  number.addEventListener("focus", () => number.select());
  for (const button of desk.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => sheets.zoom(button.dataset.zoom));
  }
  const form = desk.querySelector("[data-search]");
  if (form) bindSearch(form, stage, sheets);
}

function bindSearch(form, stage, sheets) {
  const field = form.querySelector("input");
  const matches = form.querySelector("[data-matches]");
  sheets.onMatches(({ current, total, isPending }) => {
    if (!field.value) matches.textContent = "";
    else if (total) {
      matches.textContent = stage.dataset.found.replace("{current}", current).replace("{total}", total);
    } else if (!isPending) matches.textContent = stage.dataset.notFound;
  });
  let last = "";
  const find = (isBackwards) => {
    sheets.find(field.value, field.value === last, isBackwards);
    last = field.value;
  };
  field.addEventListener("input", () => find(false));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find(event.submitter === null && event.shiftKey);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      find(event.shiftKey);
    } else if (event.key === "Escape" && field.value) {
      field.value = "";
      find(false);
    }
  });
  form.querySelector("[data-previous]").addEventListener("click", () => find(true));
}
