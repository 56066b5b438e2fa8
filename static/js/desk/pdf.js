/* The pages of a PDF, by PDF.js: only those that are seen are drawn, and only the parts of the file that they need are
   fetched. Scripts, forms and links of the file do nothing. */

import { bindClicks, drawMarks } from "./marks.js";

const STEP = 1.2;
const WORDLESS = {
  getLanguage: () => "en", getDirection: () => "ltr", get: async () => "",
  translate: async () => {}, translateOnce: async () => {}, destroy: async () => {}, pause() {}, resume() {},
};

export async function openSheets(stage, passages, choose) {
  const pdfjs = await import(stage.dataset.pdfjs);
  globalThis.pdfjsLib = pdfjs;
  const web = await import(stage.dataset.viewer);
  pdfjs.GlobalWorkerOptions.workerSrc = stage.dataset.worker;
  const assets = stage.dataset.assets;
  const container = stage.querySelector(".scroller");
  await seen(container);
  const eventBus = new web.EventBus();
  const linkService = new web.PDFLinkService({ eventBus });
  linkService.externalLinkEnabled = false;
  const findController = new web.PDFFindController({ eventBus, linkService, updateMatchesCountOnProgress: true });
  const viewer = new web.PDFViewer({
    container, eventBus, linkService, findController, l10n: WORDLESS,
    annotationMode: pdfjs.AnnotationMode.ENABLE,
    annotationEditorMode: pdfjs.AnnotationEditorType.DISABLE,
    enableAutoLinking: false, removePageBorders: matchMedia("(max-width: 60rem)").matches,
  });
  linkService.setViewer(viewer);
  const pdf = await pdfjs.getDocument({
    url: stage.dataset.address,
    cMapUrl: `${assets}cmaps/`, cMapPacked: true,
    standardFontDataUrl: `${assets}standard_fonts/`,
    wasmUrl: `${assets}decoders/`, useWasm: false,
    isEvalSupported: false, enableXfa: false,
    disableAutoFetch: true, disableStream: true, rangeChunkSize: 1 << 18,
  }).promise;

  let chosen = null;
  let awaited = null;
  const views = () => Array.from({ length: viewer.pagesCount }, (_, at) => viewer.getPageView(at));
  const sizeOf = (number) => {
    const view = viewer.getPageView(number - 1);
    if (!view) return null;
    const { width, height, scale } = view.viewport;
    const unit = scale * (view.pdfPage?.userUnit ?? 1);
    return { width: width / unit, height: height / unit };
  };
  const draw = (number) => {
    const view = viewer.getPageView(number - 1);
    drawMarks(view.div, number, sizeOf(number), passages, chosen, choose);
  };
  const scrollTo = ([number, , , , top]) => {
    const page = viewer.getPageView(number - 1)?.div;
    if (!page) return;
    const size = sizeOf(number);
    const above = (1 - top / size.height) * page.clientHeight;
    container.scrollTop = page.offsetTop + above - container.clientHeight * 0.3;
  };

  const ready = new Promise((resolve) => { eventBus.on("pagesinit", resolve, { once: true }); });
  let tellSize = () => {};
  eventBus.on("pagerendered", ({ pageNumber }) => {
    draw(pageNumber);
    tellSize(pageNumber);
    if (awaited?.[0] === pageNumber) {
      // Its true size is only known now.
      scrollTo(awaited);
      awaited = null;
    }
  });
  viewer.setDocument(pdf);
  linkService.setDocument(pdf);
  await ready;
  for (const page of container.querySelectorAll(".page")) {
    page.ariaLabel = stage.dataset.name.replace("#", page.dataset.pageNumber);
  }
  viewer.currentScaleValue = "page-width";
  bindClicks(container, sizeOf, passages, () => chosen, choose);
  new ResizeObserver(() => {
    if (container.clientWidth && viewer.currentScaleValue === "page-width") viewer.currentScaleValue = "page-width";
  }).observe(container);

  return {
    count: pdf.numPages,
    sizeOf,
    onSize(told) { tellSize = told; },
    show(passage, scroll) {
      chosen = passage?.words ?? null;
      for (const view of views()) if (view.div.querySelector(":scope > .marks")) draw(view.id);
      if (!scroll) return;
      const first = passage.boxes[0];
      if (first) {
        awaited = viewer.getPageView(first[0] - 1)?.renderingState === 3 ? null : first;
        scrollTo(first);
      } else if (passage.page) viewer.currentPageNumber = passage.page;
    },
    goTo(number) { viewer.currentPageNumber = number; },
    zoom(way) {
      if (way === "fit") viewer.currentScaleValue = "page-width";
      else viewer.currentScale = Math.min(8, Math.max(0.25, viewer.currentScale * (way === "in" ? STEP : 1 / STEP)));
    },
    find(query, isAgain, isBackwards) {
      eventBus.dispatch("find", {
        source: stage, type: isAgain ? "again" : "", query, findPrevious: isBackwards, highlightAll: true,
        caseSensitive: false, entireWord: false, matchDiacritics: false,
      });
    },
    onPage(told) { eventBus.on("pagechanging", ({ pageNumber }) => told(pageNumber)); },
    onMatches(told) {
      eventBus.on("updatefindmatchescount", ({ matchesCount }) => told({ ...matchesCount, isPending: true }));
      eventBus.on("updatefindcontrolstate", ({ state, matchesCount }) => told({ ...matchesCount, isPending: state === 3 }));
    },
  };
}

/* On a narrow screen the list comes first; what is not seen has no width to fit pages to. */
function seen(container) {
  return new Promise((resolve) => {
    const observer = new ResizeObserver(() => {
      if (!container.clientWidth) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(container);
  });
}
