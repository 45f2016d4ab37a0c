// The box sends on Enter; the story can be walked through. Without this script the steps stand as a list below the picture.
"use strict";
(() => {
  const words = document.getElementById("words");
  if (words) {
    words.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !words.value.includes("\n")) {
        event.preventDefault();
        if (words.value.trim()) words.form.requestSubmit();
      }
    });
  }
  const answer = document.getElementById("answer");
  if (answer) answer.focus({ preventScroll: location.hash !== "#answer" });

  const walk = document.querySelector(".walk");
  if (!walk) return;
  const get = (id) => document.getElementById(id);
  const [on, back, all, said, steps] = ["walk-on", "walk-back", "walk-all", "walk-said", "walk"].map(get);
  const stops = [...document.querySelectorAll("#stops > li")];
  const svg = walk.querySelector("svg");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const parts = [...svg.querySelectorAll(".body a, .place, .gate")];
  const places = [...svg.querySelectorAll(".place")];
  const gates = [...svg.querySelectorAll(".gate")];
  const gated = stops.filter((stop) => "gate" in stop.dataset);
  let at = -1;
  walk.querySelector(".controls").hidden = false;
  back.hidden = true;

  // What belongs to a stop: its icon, its number, its gate, and everything that stands on one of its claims.
  const belongs = stops.map((stop, index) => {
    const links = new Set([...stop.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")));
    const mine = new Set(parts.filter((part) => links.has(part.getAttribute("href"))));
    mine.add(places[index]);
    mine.add(svg.querySelector(`a[href="#${stop.id}"]`));
    if (gated.includes(stop)) mine.add(gates[gated.indexOf(stop)]);
    return mine;
  });

  const flow = (stop) => {
    if (still.matches) return;
    for (const part of belongs[stop]) {
      const stream = part && part.querySelector(".stream");
      if (!stream) continue;
      const [first, second] = stream.querySelectorAll("circle");
      if (!second) continue;
      const by = ["cx", "cy"].map((name) => second.getAttribute(name) - first.getAttribute(name));
      for (const dot of stream.querySelectorAll("circle")) {
        dot.animate([{ transform: "none" }, { transform: `translate(${by[0]}px, ${by[1]}px)` }], { duration: 700, iterations: 6 });
      }
    }
  };

  const show = (index, { scroll = true } = {}) => {
    at = index;
    const walking = at >= 0;
    walk.classList.toggle("walking", walking);
    stops.forEach((stop, number) => stop.classList.toggle("here", number === at));
    for (const part of parts) {
      part.classList.toggle("dim", walking && !belongs[at].has(part) && !part.closest("a.number"));
      part.classList.toggle("here", walking && part.getAttribute("href") === `#${stops[at].id}`);
    }
    back.hidden = !walking;
    back.disabled = at === 0;
    all.hidden = !walking;
    on.textContent = !walking ? "Walk through it" : at === stops.length - 1 ? "Done" : "Next";
    said.textContent = walking ? `Step ${at + 1} of ${stops.length}` : "";
    if (!walking) return;
    flow(at);
    if (scroll) {
      const top = places[at].getBoundingClientRect().top;
      if (top < 40 || top > innerHeight * 0.35) {
        scrollBy({ top: top - 90, behavior: still.matches ? "auto" : "smooth" });
      }
    }
  };
  const next = () => show(at === stops.length - 1 ? -1 : at + 1);

  on.addEventListener("click", next);
  back.addEventListener("click", () => { show(Math.max(at - 1, 0)); if (at === 0) on.focus(); });
  all.addEventListener("click", () => { show(-1); on.focus(); });
  for (const [index, stop] of stops.entries()) {
    svg.querySelector(`a[href="#${stop.id}"]`).addEventListener("click", (event) => {
      event.preventDefault();
      show(index, { scroll: false });
      stop.focus({ preventScroll: true });
    });
  }
  walk.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowRight") { event.preventDefault(); next(); }
    else if (event.key === "ArrowLeft" && at > 0) { event.preventDefault(); show(at - 1); }
    else if (event.key === "Escape" && at >= 0) { show(-1); on.focus(); }
  });
  const number = /^#stop-(\d+)$/.exec(location.hash);
  if (number && stops[number[1] - 1]) show(number[1] - 1);
})();
