/* The desk: findings beside the document. A finding that is chosen shows its words and its bar, marked words their
   finding. Without pages to draw on (the text view) a choice is an ordinary link; keys follow it. */

import { bindKeys } from "./keys.js";

const desk = document.getElementById("content");
const stage = document.getElementById("sheets");
const verdict = document.getElementById("verdict");
const passages = JSON.parse(document.getElementById("passages")?.textContent ?? "[]");
const asked = new URLSearchParams(location.search);
const chosen = Object.fromEntries(["words", "finding"].map((name) => [name, asked.get(name)]));
const isListed = asked.has("list");  // come to see the findings, not the words of one: on a narrow screen they are shown first
let sheets = null;
let after = null;
desk.dataset.live = "";

/* Asked for each time: the queue is put in a new order after every decision. */
const lines = () => [...desk.querySelectorAll(".queue li[data-finding]")];
const current = () => lines().find((line) => line.hasAttribute("aria-current"));

/* The passage with these words; of several findings that rest on them, the one that is named or the next in turn. */
function passageOf(words, finding) {
  const same = passages.filter((passage) => passage.words === words);
  if (finding) return same.find((passage) => passage.finding === finding) ?? same[0];
  const at = words === chosen.words ? same.findIndex((passage) => passage.finding === chosen.finding) : -1;
  return same[(at + 1) % same.length];
}

function choose(passage, { scroll = true, focus = true, open = true } = {}) {
  if (!passage || !mark(passage.finding, passage.words, focus)) return;
  if (open) desk.dataset.open = "";
  stage.querySelector("[data-unmarked]").hidden = passage.boxes.length > 0;
  desk.querySelector("[data-said]").textContent = stage.dataset.chosen
    .replace("{title}", passage.title).replace("{word}", passage.word).replace("{page}", passage.page ?? "–");
  sheets?.show(passage, scroll);
}

/* Makes a line the chosen one, in the queue, in the address and in the bar. */
function mark(finding, words, focus) {
  const line = lines().find((one) => one.dataset.finding === finding);
  if (!line) return false;
  const isNew = chosen.finding !== finding;
  Object.assign(chosen, { words, finding });
  showCurrent();
  if (focus) line.querySelector("a").focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
  const query = words ? `words=${words}&finding=${finding}` : `finding=${finding}`;
  history.replaceState(null, "", `?${desk.dataset.kept}${query}`);
  for (const link of desk.querySelectorAll("a[data-view]")) {
    link.href = `?view=${link.dataset.view}&${query}${link.dataset.view === "text" ? "#words" : ""}`;
  }
  if (isNew) htmx.ajax("GET", line.dataset.verdict, { source: verdict, target: verdict, swap: "innerHTML" });
  return true;
}

function showCurrent() {
  for (const link of verdict.querySelectorAll("a[data-words]")) set(link, link.dataset.words === chosen.words);
  for (const one of lines()) {
    const isChosen = one.dataset.finding === chosen.finding;
    set(one, isChosen);
    for (const link of one.querySelectorAll("span a[data-words]")) {
      set(link, isChosen && link.dataset.words === chosen.words);
    }
  }
}

function set(element, isCurrent) {
  if (isCurrent) element.setAttribute("aria-current", "true");
  else element.removeAttribute("aria-current");
}

function follow(link) {
  const { finding } = link.closest("[data-finding]").dataset;
  if (!stage || "elsewhere" in link.dataset) location.assign(link.href);
  else if ("silent" in link.dataset) {
    if (mark(finding, null, true)) {
      desk.dataset.open = "";
      stage.querySelector("[data-unmarked]").hidden = true;
      desk.querySelector("[data-said]").textContent = link.closest("li").innerText;
      sheets?.show(null, false);
    }
  } else choose(passageOf(link.dataset.words, finding), { focus: !verdict.contains(link) });
}

/* After a decision the finding lies among the decided ones, but the next is still the one that followed it. */
function go(step) {
  const all = lines();
  const here = current();
  const following = all.find((line) => line.dataset.finding === after);
  const at = all.indexOf(here);
  const next = at < 0 ? all[0] : step > 0 && following && here.dataset.group === "decided" ? following : all[at + step];
  after = null;
  const link = next?.querySelector("a");
  if (link) follow(link);
}

function close() {
  const panel = verdict.querySelector("details[name=act][open]");
  if (panel) {
    panel.open = false;
    panel.querySelector("summary").focus();
  } else if ("open" in desk.dataset) {
    delete desk.dataset.open;
    (current() ?? lines()[0])?.querySelector("a").focus();
  }
}

/* The button with this key: pressed, or its panel opened with the first field in hand. */
function press(key) {
  const control = verdict.querySelector(`[data-key="${key}"]`);
  if (!control) return false;
  if (control.matches("button")) control.click();
  else {
    control.open = !control.open;
    if (control.open) control.querySelector("input:not([type=hidden]), textarea, select").focus();
  }
  return true;
}

desk.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-words], a[data-silent]");
  if (event.target.closest("[data-list]")) close();
  else if (event.target.closest("[data-cancel]")) close();
  else if (event.target.closest("[data-show]")) {
    desk.dataset.open = "";
    showWords();
  }
  else if (link && stage && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    follow(link);
  }
});

desk.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.closest("#verdict form")) {
    const all = lines();
    const next = all[all.indexOf(current()) + 1];
    after = next && next.dataset.group !== "decided" ? next.dataset.finding : null;
  }
});

/* Old and new panels are in the page together for a moment: of one name, the new open one would be closed. */
desk.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== verdict) return;
  for (const panel of verdict.querySelectorAll("details[name]")) panel.removeAttribute("name");
});

/* A panel that opens is seen whole, also where the bar scrolls. */
verdict.addEventListener("toggle", (event) => {
  if (event.target.open) event.target.querySelector(".panel")?.scrollIntoView({ block: "nearest" });
}, true);

/* What was swapped in knows nothing of the choice; a panel that came back refused is open and takes the focus. */
desk.addEventListener("htmx:afterSettle", (event) => {
  showCurrent();
  if (event.detail.requestConfig?.verb !== "post") return;
  const wrong = verdict.querySelector("[aria-invalid], details[name=act][open] :is(textarea, input[type=radio])");
  (wrong ?? document.getElementById("now"))?.focus();
});

const search = () => document.getElementById("search");
bindKeys({
  j: () => go(1), n: () => go(1), k: () => go(-1), p: () => go(-1), Escape: close,
  "/": () => search() && (search().select(), true), f: () => document.getElementById("find").select(),
  "+": () => sheets?.zoom("in"), "=": () => sheets?.zoom("in"), "-": () => sheets?.zoom("out"), 0: () => sheets?.zoom("fit"),
  "?": () => document.getElementById("keys").showModal(),
}, press);

async function open() {
  const from = stage.dataset.kind === "pdf" ? "./pdf.js" : "./pictures.js";
  const { openSheets } = await import(from);
  const { bindTools } = await import("./tools.js");
  const { bindOutlines } = await import("./outlines.js");
  sheets = await openSheets(stage, passages, (words) => choose(passageOf(words), { scroll: false }));
  bindTools(desk, stage, sheets);
  bindOutlines(desk.querySelector("[data-outlines]"), sheets, passages);
  const first = chosen.words && passageOf(chosen.words, chosen.finding);
  if (first) choose(first, { focus: false, open: !isListed });
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
  current()?.scrollIntoView({ block: "nearest" });
}
if (chosen.finding && !isListed) desk.dataset.open = "";
showWords();

/* In the text they are where the address leads; but what is laid out anew has lost its place. */
function showWords() {
  if (!stage && chosen.words) document.getElementById("words")?.scrollIntoView({ block: "center" });
}
