/* Fetch a report file once it has been made: the link that then appears is followed once. */
"use strict";
document.addEventListener("htmx:afterSwap", (event) => {
  const link = document.querySelector("#file [data-download]");
  if (link && event.detail.requestConfig.verb === "get") link.click();
});
