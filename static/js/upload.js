/* Files of a bundle: drop them or choose them, several times; give each its kind; take one away again.
   The file field stays the truth: what it holds is what the form sends. */
"use strict";

function startUpload(form) {
  const field = form.querySelector('input[type="file"]');
  const drop = form.querySelector("[data-drop]");
  const list = form.querySelector("[data-files]");
  const none = form.querySelector("[data-none]");
  const row = form.querySelector("template[data-file]");
  const sending = form.querySelector("[data-sending]");
  let files = [];

  const size = (bytes) => bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;

  function keep(wanted) {
    const transfer = new DataTransfer();
    wanted.forEach((file) => transfer.items.add(file));
    field.files = transfer.files;
    files = wanted;
  }

  function draw() {
    const kinds = new Map([...list.children].map((item) => [item.file, item.querySelector("select").value]));
    list.replaceChildren(...files.map((file) => {
      const item = row.content.firstElementChild.cloneNode(true);
      item.file = file;
      item.querySelector("h3").textContent = file.name;
      item.querySelector("p").textContent = size(file.size);
      const select = item.querySelector("select");
      select.value = kinds.get(file) || "";
      // A bundle of several papers has no one kind; its field stays, for they are sent in the order of the files.
      select.hidden = /\.(zip|eml)$/i.test(file.name);
      select.setAttribute("aria-label", `${select.getAttribute("aria-label")}: ${file.name}`);
      const remove = item.querySelector("button");
      remove.setAttribute("aria-label", `${remove.getAttribute("aria-label")}: ${file.name}`);
      remove.addEventListener("click", () => {
        keep(files.filter((other) => other !== file));
        draw();
        field.focus();
      });
      return item;
    }));
    none.hidden = files.length > 0;
    form.querySelector("#refused").replaceChildren();
  }

  function add(more) {
    const isSame = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
    keep([...files, ...[...more].filter((file) => !files.some((known) => isSame(known, file)))]);
    draw();
  }

  field.addEventListener("change", () => add(field.files));
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop") add(event.dataTransfer.files);
    });
  }

  form.addEventListener("htmx:xhr:progress", (event) => {
    if (event.detail.lengthComputable && event.detail.total) {
      sending.textContent = `${sending.dataset.word} ${Math.round(event.detail.loaded / event.detail.total * 100)} %`;
    }
  });
  form.addEventListener("htmx:afterRequest", () => { sending.textContent = ""; });
  form.addEventListener("htmx:afterSwap", () => {
    for (const refusal of form.querySelectorAll("#refused [data-position]")) {
      const item = list.children[Number(refusal.dataset.position)];
      if (item) item.append(refusal);
    }
    const first = form.querySelector(".refusal");
    if (first) first.scrollIntoView({ block: "center" });
  });
  if (field.files.length) add(field.files);
}

document.querySelectorAll("form[data-upload]").forEach(startUpload);
