/* The hash of a chosen or dropped file is worked out here, so that the file need not leave the browser. Where the
   browser has no SubtleCrypto (plain http), the file is sent as the form says. */
"use strict";

const form = document.querySelector("[data-verify]");
const file = form.querySelector("input[type=file]");

if (window.crypto?.subtle) {
  form.querySelector("[data-stays]").hidden = false;
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    const digest = await crypto.subtle.digest("SHA-256", await file.files[0].arrayBuffer());
    form.elements.sha256.value = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    file.value = "";
    form.requestSubmit();
  });
}
