/* The pages of an uploaded picture, drawn by the server with two dots a point. */

import { bindClicks, drawMarks } from "./marks.js";

const STEP = 1.2;
const DOTS = 2;

export async function openSheets(stage, passages, choose) {
  const container = stage.querySelector(".scroller");
  const pages = [...container.querySelectorAll(".page")];
  let chosen = null;
  let awaited = null;
  let zoom = 1;
  let tellSize = () => {};
  const tell = [];
  const pictureOf = (number) => pages[number - 1]?.querySelector("img");
  const sizeOf = (number) => {
    const picture = pictureOf(number);
    return picture?.naturalWidth ? { width: picture.naturalWidth / DOTS, height: picture.naturalHeight / DOTS } : null;
  };
  const draw = (number) => {
    const size = sizeOf(number);
    if (size) drawMarks(pages[number - 1], number, size, passages, chosen, choose);
  };
  const scrollTo = ([number, , , , top]) => {
    const page = pages[number - 1];
    const size = sizeOf(number);
    const above = size ? (1 - top / size.height) * page.clientHeight : 0;
    container.scrollTop = page.offsetTop + above - container.clientHeight * 0.3;
  };
  const arrived = (number) => {
    pages[number - 1].dataset.loaded = "";
    draw(number);
    tellSize(number);
    if (awaited?.[0] === number) {
      scrollTo(awaited);
      awaited = null;
    }
  };
  for (const [at, page] of pages.entries()) {
    const picture = page.querySelector("img");
    if (picture.complete && picture.naturalWidth) arrived(at + 1);
    else picture.addEventListener("load", () => arrived(at + 1));
  }
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) for (const told of tell) told(Number(entry.target.dataset.pageNumber));
    }
  }, { root: container, rootMargin: "-40% 0px -55% 0px" });
  pages.forEach((page) => seen.observe(page));
  bindClicks(container, sizeOf, passages, () => chosen, choose);

  return {
    count: pages.length,
    sizeOf,
    onSize(told) { tellSize = told; },
    show(passage, scroll) {
      chosen = passage?.words ?? null;
      pages.forEach((_, at) => draw(at + 1));
      const first = passage?.boxes[0];
      if (!scroll || !first) return;
      awaited = sizeOf(first[0]) ? null : first;
      scrollTo(first);
    },
    goTo(number) { container.scrollTop = pages[number - 1].offsetTop; },
    zoom(way) {
      zoom = way === "fit" ? 1 : Math.min(6, Math.max(0.25, zoom * (way === "in" ? STEP : 1 / STEP)));
      container.style.setProperty("--zoom", zoom);
    },
    onPage(told) { tell.push(told); },
  };
}
