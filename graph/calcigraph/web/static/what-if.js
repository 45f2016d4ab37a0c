// Another row for another factor; without this script the form has the rows that it needs, and one more after each answer.
"use strict";
(() => {
  const form = document.getElementById("pressing");
  const another = document.getElementById("another");
  const rows = () => [...form.querySelectorAll(".press")];
  const most = Number(form.dataset.most);
  const offer = () => { another.hidden = rows().length >= most; };
  another.addEventListener("click", () => {
    const number = rows().length + 1;
    const row = rows().at(-1).cloneNode(true);
    for (const part of row.querySelectorAll("[id]")) part.id = part.id.replace(/\d+$/, number);
    for (const label of row.querySelectorAll("label")) {
      label.htmlFor = label.htmlFor.replace(/\d+$/, number);
      label.textContent = label.textContent.replace(/\d+$/, number);
    }
    const box = row.querySelector("input");
    box.value = box.placeholder = "";
    row.querySelector("select").value = "high";
    rows().at(-1).after(row);
    box.focus();
    offer();
  });
  // An empty row says nothing, so that it stays out of the address.
  form.addEventListener("submit", () => {
    for (const row of rows()) {
      const empty = !row.querySelector("input").value.trim();
      for (const part of row.querySelectorAll("input, select")) part.disabled = empty;
    }
    for (const box of form.querySelectorAll("details input")) box.disabled = !box.value.trim();
  });
  addEventListener("pageshow", () => {
    for (const part of form.querySelectorAll("input, select")) part.disabled = false;
  });
  offer();
})();
