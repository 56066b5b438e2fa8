/* Small outlines of the pages with a tick for each marked line, beside the document. Drawn from the places that the
   marks have, without a word of the file: a page costs a few rectangles, and three hundred stay light. */

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 44;
const TALLEST = 88;
const USUAL = { width: 595, height: 842 };
const THINNEST = 2.4;

export function bindOutlines(rail, sheets, passages) {
  const ticks = Map.groupBy(passages.flatMap(ticksOf), (tick) => tick.page);
  const outlines = Array.from({ length: sheets.count }, (_, at) => outlineOf(rail, at + 1, marksOn(ticks, at + 1)));
  rail.replaceChildren(...outlines);
  const draw = (number) => {
    const size = sheets.sizeOf(number) ?? USUAL;
    outlines[number - 1].querySelector("svg").replaceWith(drawPage(size, ticks.get(number) ?? []));
  };
  outlines.forEach((_, at) => draw(at + 1));
  sheets.onSize(draw);
  const turn = (number) => {
    for (const outline of outlines) {
      const isCurrent = outline === outlines[number - 1];
      if (isCurrent) outline.setAttribute("aria-current", "page");
      else outline.removeAttribute("aria-current");
      outline.tabIndex = isCurrent ? 0 : -1;
    }
    const { offsetTop, offsetHeight } = outlines[number - 1];
    const [above, below] = [rail.scrollTop, rail.scrollTop + rail.clientHeight - offsetHeight];
    if (offsetTop < above || offsetTop > below) rail.scrollTop = offsetTop - rail.clientHeight / 3;
  };
  turn(1);
  sheets.onPage(turn);
  rail.addEventListener("click", (event) => {
    const outline = event.target.closest("button");
    if (outline) sheets.goTo(Number(outline.dataset.page));
  });
  // One stop for the tabulator, within it the arrows: nobody tabs through three hundred pages.
  rail.addEventListener("keydown", (event) => {
    const at = outlines.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: outlines.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    outlines[Math.min(outlines.length - 1, Math.max(0, to))].focus();
  });
  rail.hidden = false;
}

function ticksOf(passage) {
  return passage.boxes.map((box) => ({ page: box[0], box, shape: passage.shape, words: passage.words }));
}

/* As on the page itself: the same words under several findings are one mark. */
function marksOn(ticks, number) {
  return new Set((ticks.get(number) ?? []).map((tick) => tick.words)).size;
}

function outlineOf(rail, number, marks) {
  const outline = document.createElement("button");
  outline.type = "button";
  outline.dataset.page = number;
  const said = marks === 0 ? rail.dataset.none : marks === 1 ? rail.dataset.one : rail.dataset.many;
  outline.setAttribute("aria-label", said.replace("{page}", number).replace("{marks}", marks));
  outline.title = outline.getAttribute("aria-label");
  outline.append(document.createElementNS(SVG, "svg"), String(number));
  return outline;
}

/* The gravest come first in the list, so they are drawn last, over the others. */
function drawPage(size, ticks) {
  const scale = WIDTH / size.width;
  const height = Math.min(TALLEST, size.height * scale);
  const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${height.toFixed(1)}`, class: "chart", "aria-hidden": "true" });
  for (const { box: [, left, bottom, right, top], shape } of ticks.toReversed()) {
    const thick = Math.max(THINNEST, (top - bottom) * scale * 0.6);
    svg.append(drawn("rect", {
      x: (left * scale).toFixed(1), y: ((size.height - (top + bottom) / 2) * scale - thick / 2).toFixed(1),
      width: Math.max(THINNEST, (right - left) * scale).toFixed(1), height: thick.toFixed(1), class: `f-${shape}`,
    }));
  }
  return svg;
}

function drawn(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
