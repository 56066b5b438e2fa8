/* Marks on a page: a box for each line of a passage, and the grade’s sign in the margin beside the first.
   Places come in points from the lower left corner of the page as it is shown; here they become shares of the page,
   so that marks stay on their words whatever the zoom. */

const SVG = "http://www.w3.org/2000/svg";
const SIGN = 24;

export function drawMarks(page, number, size, passages, chosen, choose) {
  page.querySelector(":scope > .marks")?.remove();
  page.querySelectorAll(":scope > .signs").forEach((signs) => signs.remove());
  const marks = part("marks");
  const [signs, after] = [part("signs"), part("signs after")];
  marks.setAttribute("aria-hidden", "true");
  const tops = { before: [], after: [] };
  const near = (SIGN * size.height) / (page.clientHeight || size.height);
  for (const [passage, titles] of together(passages, number)) {
    const boxes = passage.boxes.filter((box) => box[0] === number);
    const isChosen = passage.words === chosen;
    for (const box of boxes) {
      const mark = part("mark");
      mark.dataset.words = passage.words;
      mark.dataset.shape = passage.shape;
      mark.classList.toggle("other", passage.other);
      mark.classList.toggle("on", isChosen);
      place(mark, box, size);
      marks.append(mark);
    }
    if (boxes.length) {
      // In the margin that is nearer: a right column has its signs to the right.
      const margin = boxes[0][1] > size.width / 2 && boxes.every((box) => box[1] > size.width * 0.4) ? after : signs;
      const taken = margin === after ? tops.after : tops.before;
      const before = taken.filter((top) => Math.abs(top - boxes[0][4]) < near).length;
      taken.push(boxes[0][4]);
      margin.append(signOf(passage, titles, boxes[0], size, before, isChosen, choose));
    }
  }
  const canvas = page.querySelector(":scope > .canvasWrapper, :scope > img");
  if (canvas) canvas.after(marks);
  else page.prepend(marks);
  page.append(signs, after);
}

/* The same words may speak for several findings: one mark, with the sign of the gravest and the names of all. */
function together(passages, number) {
  const found = new Map();
  for (const passage of passages) {
    if (!passage.boxes.some((box) => box[0] === number)) continue;
    const named = `${passage.title}, ${passage.word}`;
    if (found.has(passage.words)) found.get(passage.words)[1].push(named);
    else found.set(passage.words, [passage, [named]]);
  }
  return found.values();
}

function part(name) {
  const element = document.createElement("div");
  element.className = name;
  return element;
}

function place(element, [, left, bottom, right, top], size) {
  element.style.left = share(left, size.width);
  element.style.top = share(size.height - top, size.height);
  element.style.width = share(right - left, size.width);
  element.style.height = share(top - bottom, size.height);
}

function share(length, whole) {
  return `${((100 * length) / whole).toFixed(3)}%`;
}

function signOf(passage, titles, box, size, before, isChosen, choose) {
  const sign = document.createElement("button");
  sign.type = "button";
  sign.className = `sign ${passage.shape}`;
  sign.classList.toggle("on", isChosen);
  sign.title = titles.join("\n");
  sign.setAttribute("aria-label", titles.join("; "));
  sign.style.top = share(size.height - (box[4] + box[2]) / 2, size.height);
  sign.style.setProperty("--before", before);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "g");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#g-${passage.shape}`);
  svg.append(use);
  sign.append(svg);
  sign.addEventListener("click", () => choose(passage.words));
  return sign;
}

/* The passage under the pointer. Where several lie over each other, a further click takes the next. */
export function passageAt(page, number, size, passages, chosen, event) {
  const frame = page.getBoundingClientRect();
  const x = ((event.clientX - frame.left) / frame.width) * size.width;
  const y = ((frame.bottom - event.clientY) / frame.height) * size.height;
  const under = passages.filter((passage) =>
    passage.boxes.some(([at, left, bottom, right, top]) =>
      at === number && left <= x && x <= right && bottom <= y && y <= top));
  const at = under.findIndex((passage) => passage.words === chosen);
  return under[(at + 1) % under.length];
}

/* Clicks on marked words, without taking selection from the text that lies over them. */
export function bindClicks(viewer, sizeOf, passages, chosen, choose) {
  const passageOf = (event) => {
    const page = event.target.closest(".page");
    if (!page || event.target.closest(".sign")) return null;
    const number = Number(page.dataset.pageNumber);
    const size = sizeOf(number);
    return size ? passageAt(page, number, size, passages, chosen(), event) : null;
  };
  viewer.addEventListener("click", (event) => {
    const passage = getSelection().isCollapsed && passageOf(event);
    if (passage) choose(passage.words);
  });
  viewer.addEventListener("pointermove", (event) => {
    viewer.classList.toggle("over", Boolean(passageOf(event)));
  });
}
