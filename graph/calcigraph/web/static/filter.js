// Narrows a long list down to what contains all words that are typed.
"use strict";
for (const box of document.querySelectorAll("[data-filters]")) {
  const list = document.getElementById(box.dataset.filters);
  const said = document.getElementById(`${box.id}-said`);
  const rows = [...list.querySelectorAll("li")].map((row) => [row, row.textContent.toLowerCase()]);
  box.closest("[hidden]").hidden = false;
  const narrow = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      count += !row.hidden;
    }
    for (const section of list.querySelectorAll("section")) {
      section.hidden = !section.querySelector("li:not([hidden])");
    }
    said.textContent = count === 1 ? "1 is shown" : `${count.toLocaleString("en")} are shown`;
  };
  box.addEventListener("input", narrow);
  if (box.value) narrow();
}
