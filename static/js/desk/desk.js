/* The desk: findings beside the document. A finding that is chosen shows its words, and marked words their finding.
   Without pages to draw on (the text view) a choice is an ordinary link; keys follow it. */

const desk = document.getElementById("content");
const stage = document.getElementById("sheets");
const lines = [...desk.querySelectorAll(".queue li[data-finding]")];
const passages = JSON.parse(document.getElementById("passages")?.textContent ?? "[]");
const byWords = new Map(passages.map((passage) => [passage.words, passage]));
let sheets = null;
let chosen = new URLSearchParams(location.search).get("words");
desk.dataset.live = "";

function lineOf(words) {
  return lines.find((line) => line.querySelector(`a[data-words="${words}"]`))
    ?? lines.find((line) => line.dataset.finding === byWords.get(words)?.finding);
}

function choose(words, { scroll = true, focus = true } = {}) {
  const passage = byWords.get(words);
  const line = lineOf(words);
  if (!passage || !line) return;
  chosen = words;
  for (const one of lines) {
    one.toggleAttribute("aria-current", one === line);
    if (one === line) one.setAttribute("aria-current", "true");
    for (const link of one.querySelectorAll("span a[data-words]")) {
      if (link.dataset.words === words) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
  if (focus) line.querySelector("a[data-words]").focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", `?${desk.dataset.kept}words=${words}`);
  for (const link of desk.querySelectorAll("a[data-view]")) {
    link.href = `?view=${link.dataset.view}&words=${words}${link.dataset.view === "text" ? "#words" : ""}`;
  }
  desk.dataset.open = "";
  stage.querySelector("[data-unmarked]").hidden = passage.boxes.length > 0;
  desk.querySelector("[data-said]").textContent = stage.dataset.chosen
    .replace("{title}", passage.title).replace("{word}", passage.word).replace("{page}", passage.page ?? "–");
  sheets?.show(passage, scroll);
}

function go(step) {
  const at = lines.findIndex((line) => line.hasAttribute("aria-current"));
  const next = lines[at + step] ?? (at < 0 ? lines[0] : null);
  const link = next?.querySelector("a[data-words]");
  if (!link) return;
  if (stage) choose(link.dataset.words);
  else location.assign(link.href);
}

function close() {
  if (!("open" in desk.dataset)) return;
  delete desk.dataset.open;
  (lines.find((line) => line.hasAttribute("aria-current")) ?? lines[0])?.querySelector("a[data-words]").focus();
}

desk.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-words]");
  if (event.target.closest("[data-close]")) close();
  else if (event.target.closest("[data-show]")) desk.dataset.open = "";
  else if (link && stage && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    choose(link.dataset.words);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const search = document.getElementById("search");
  if (event.key === "j" || event.key === "n") go(1);
  else if (event.key === "k" || event.key === "p") go(-1);
  else if (event.key === "Escape") close();
  else if (event.key === "/" && search) search.select();
  else if (sheets && (event.key === "+" || event.key === "=")) sheets.zoom("in");
  else if (sheets && event.key === "-") sheets.zoom("out");
  else if (sheets && event.key === "0") sheets.zoom("fit");
  else return;
  event.preventDefault();
});

async function open() {
  const from = stage.dataset.kind === "pdf" ? "./pdf.js" : "./pictures.js";
  const { openSheets } = await import(from);
  const { bindTools } = await import("./tools.js");
  sheets = await openSheets(stage, passages, (words) => choose(words, { scroll: false }));
  bindTools(desk, stage, sheets);
  const first = byWords.get(chosen);
  if (first) choose(chosen, { focus: false });
  stage.querySelector("[data-opening]").hidden = true;
  stage.dataset.ready = "";
}

if (stage) {
  open().catch((error) => {
    console.warn(error);
    stage.querySelector("[data-opening]").hidden = true;
    stage.querySelector("[data-broken]").hidden = false;
  });
} else {
  lineOf(chosen)?.scrollIntoView({ block: "nearest" });
}
