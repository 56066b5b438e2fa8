/* The desk: findings beside the document. A finding that is chosen shows its words, and marked words their finding.
   Without pages to draw on (the text view) a choice is an ordinary link; keys follow it. */

const desk = document.getElementById("content");
const stage = document.getElementById("sheets");
const lines = [...desk.querySelectorAll(".queue li[data-finding]")];
const passages = JSON.parse(document.getElementById("passages")?.textContent ?? "[]");
const chosen = Object.fromEntries(["words", "finding"].map((name) => [name, new URLSearchParams(location.search).get(name)]));
let sheets = null;
desk.dataset.live = "";

/* The passage with these words; of several findings that rest on them, the one that is named or the next in turn. */
function passageOf(words, finding) {
  const same = passages.filter((passage) => passage.words === words);
  if (finding) return same.find((passage) => passage.finding === finding) ?? same[0];
  const at = words === chosen.words ? same.findIndex((passage) => passage.finding === chosen.finding) : -1;
  return same[(at + 1) % same.length];
}

function choose(passage, { scroll = true, focus = true } = {}) {
  const line = passage && lines.find((one) => one.dataset.finding === passage.finding);
  if (!line) return;
  Object.assign(chosen, { words: passage.words, finding: passage.finding });
  for (const one of lines) {
    set(one, one === line);
    for (const link of one.querySelectorAll("span a[data-words]")) {
      set(link, one === line && link.dataset.words === passage.words);
    }
  }
  if (focus) line.querySelector("a[data-words]").focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
  const query = `words=${passage.words}&finding=${passage.finding}`;
  history.replaceState(null, "", `?${desk.dataset.kept}${query}`);
  for (const link of desk.querySelectorAll("a[data-view]")) {
    link.href = `?view=${link.dataset.view}&${query}${link.dataset.view === "text" ? "#words" : ""}`;
  }
  desk.dataset.open = "";
  stage.querySelector("[data-unmarked]").hidden = passage.boxes.length > 0;
  desk.querySelector("[data-said]").textContent = stage.dataset.chosen
    .replace("{title}", passage.title).replace("{word}", passage.word).replace("{page}", passage.page ?? "–");
  sheets?.show(passage, scroll);
}

function set(element, isCurrent) {
  if (isCurrent) element.setAttribute("aria-current", "true");
  else element.removeAttribute("aria-current");
}

function follow(link) {
  if (stage) choose(passageOf(link.dataset.words, link.closest("li").dataset.finding));
  else location.assign(link.href);
}

function go(step) {
  const at = lines.findIndex((line) => line.hasAttribute("aria-current"));
  const next = at < 0 ? lines[0] : lines[at + step];
  const link = next?.querySelector("a[data-words]");
  if (link) follow(link);
}

function close() {
  if (!("open" in desk.dataset)) return;
  delete desk.dataset.open;
  (lines.find((line) => line.hasAttribute("aria-current")) ?? lines[0])?.querySelector("a[data-words]").focus();
}

desk.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-words]");
  if (event.target.closest("[data-list]")) close();
  else if (event.target.closest("[data-show]")) desk.dataset.open = "";
  else if (link && stage && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    follow(link);
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
  sheets = await openSheets(stage, passages, (words) => choose(passageOf(words), { scroll: false }));
  bindTools(desk, stage, sheets);
  const first = chosen.words && passageOf(chosen.words, chosen.finding);
  if (first) choose(first, { focus: false });
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
  lines.find((line) => line.hasAttribute("aria-current"))?.scrollIntoView({ block: "nearest" });
}
