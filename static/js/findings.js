/* The findings by keyboard: j and k go on and back, o opens the contract's words, f folds the fallback wording.
   An address that names a finding opens its row. */
"use strict";

const findings = () => [...document.querySelectorAll("#reading article.finding, #reading details.row")];

function current() {
  const all = findings();
  const held = document.activeElement.closest("article.finding, details.row");
  return [all, all.indexOf(held)];
}

function go(finding) {
  const target = finding.matches("details") ? finding.querySelector("summary") : finding;
  target.focus({ preventScroll: true });
  finding.scrollIntoView({ block: "start" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const [all, at] = current();
  const here = all[at];
  if (event.key === "j" && all[at + 1]) go(all[at + 1]);
  else if (event.key === "k" && all[at - 1]) go(all[at - 1]);
  else if (event.key === "o" && here) {
    if (here.matches("details:not([open])")) here.open = true;
    else here.querySelector("a[data-words]")?.click();
  } else if (event.key === "f" && here) {
    if (here.matches("details")) here.open = true;
    const fallback = here.querySelector("details.fallback");
    fallback.open = !fallback.open;
  } else return;
  event.preventDefault();
});

function reveal() {
  const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!named) return;
  if (named.matches("details.row")) named.open = true;
  if (named.matches("details.row, article.finding")) go(named);
}

window.addEventListener("hashchange", reveal);
reveal();
