// Pan and zoom: the part of the drawing that is seen, kept as centre and scale, written into the viewBox.

const STEP = 1.35;
const LEGIBLE = 0.95; // CSS pixels per point at which the text of a box can be read
const MARGIN = 16; // CSS pixels around the drawing
const FOOT = 44; // CSS pixels at the bottom that buttons take
const SLACK = 80; // CSS pixels that the drawing can be pulled away from the edge
const TAP = 5; // CSS pixels that a finger may slip in a tap

class View {
  constructor(frame, svg, calm) {
    Object.assign(this, { frame, svg, calm, touches: new Map(), moved: false, animation: 0, own: false, width: 0 });
    // The drawing fills the frame without us until something moves; nothing is measured before.
    const [x, y, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    this.bounds = { x, y, width, height };
    new ResizeObserver(() => this.resized()).observe(frame);
    frame.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    frame.addEventListener("pointerdown", (event) => this.down(event));
    frame.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, (event) => this.up(event));
    // A drag that ends on a box is no click on it.
    frame.addEventListener("click", (event) => this.moved && event.stopPropagation(), true);
  }

  /** The box around an element in points of the drawing. */
  inside(element) {
    const box = element.getBBox();
    const matrix = this.svg.getScreenCTM().inverse().multiply(element.getScreenCTM());
    const [a, b] = [[box.x, box.y], [box.x + box.width, box.y + box.height]].map(([x, y]) =>
      new DOMPoint(x, y).matrixTransform(matrix),
    );
    return { x: a.x, y: a.y, width: b.x - a.x, height: b.y - a.y };
  }

  measure() {
    this.width = Math.max(this.frame.clientWidth, 1);
    this.height = Math.max(this.frame.clientHeight, 1);
    const { x, y, width, height } = this.bounds;
    this.whole = Math.max(Math.min(this.width / width, this.height / height), 0.05);
    if (!this.own) Object.assign(this, { scale: this.whole, x: x + width / 2, y: y + height / 2 });
  }

  /** Measure where nothing has been measured yet: a key or a button can come before the first look at the size. */
  sized() {
    if (!this.width) this.measure();
  }

  resized() {
    this.measure();
    if (this.own) this.put(this.x, this.y, this.scale);
  }

  put(x, y, scale) {
    const { bounds } = this;
    this.scale = Math.min(Math.max(scale, this.whole / 2), Math.max(8, this.whole));
    const [width, height] = [this.width / this.scale, this.height / this.scale];
    this.x = this.held(x, bounds.x, bounds.width, width);
    this.y = this.held(y, bounds.y, bounds.height, height);
    const box = [this.x - width / 2, this.y - height / 2, width, height];
    this.svg.setAttribute("viewBox", box.map((value) => value.toFixed(2)).join(" "));
  }

  /** Keep a centre where the drawing is seen. */
  held(centre, start, length, seen) {
    const slack = SLACK / this.scale;
    const [low, high] = [start - slack + seen / 2, start + length + slack - seen / 2];
    return Math.min(Math.max(centre, Math.min(low, high)), Math.max(low, high));
  }

  /** Go there, smoothly unless the reader asked for less motion. */
  go(x, y, scale, smooth = true) {
    this.own = true;
    cancelAnimationFrame(this.animation);
    if (!smooth || this.calm.matches) {
      this.put(x, y, scale);
      return;
    }
    const [x0, y0, k0, start] = [this.x, this.y, this.scale, performance.now()];
    const frame = (now) => {
      const share = Math.min(Math.max((now - start) / 220, 0), 1);
      const eased = 1 - (1 - share) ** 3;
      this.put(x0 + (x - x0) * eased, y0 + (y - y0) * eased, k0 * (scale / k0) ** eased);
      if (share < 1) this.animation = requestAnimationFrame(frame);
    };
    this.animation = requestAnimationFrame(frame);
  }

  fit() {
    this.sized();
    const { x, y, width, height } = this.bounds;
    this.go(x + width / 2, y + height / 2, this.whole);
    this.own = false;
  }

  zoom(factor, x, y, smooth = true) {
    this.sized();
    const scale = Math.min(Math.max(this.scale * factor, this.whole / 2), 8);
    const shift = 1 / this.scale - 1 / scale;
    const [across, down] = [(x ?? this.width / 2) - this.width / 2, (y ?? this.height / 2) - this.height / 2];
    this.go(this.x + across * shift, this.y + down * shift, scale, smooth);
  }

  pan(across, down, smooth = false) {
    this.sized();
    this.go(this.x + across / this.scale, this.y + down / this.scale, this.scale, smooth);
  }

  around(elements) {
    const boxes = elements.map((element) => this.inside(element));
    const left = Math.min(...boxes.map((box) => box.x));
    const top = Math.min(...boxes.map((box) => box.y));
    const right = Math.max(...boxes.map((box) => box.x + box.width));
    const bottom = Math.max(...boxes.map((box) => box.y + box.height));
    return { left, top, right, bottom, x: (left + right) / 2, y: (top + bottom) / 2 };
  }

  /** The scale at which elements fill the frame. */
  fits(elements) {
    this.sized();
    const { left, top, right, bottom } = this.around(elements);
    return Math.min((this.width - 4 * MARGIN) / (right - left), (this.height - 4 * MARGIN - FOOT) / (bottom - top));
  }

  /** Bring elements into view: "whole" as large as fits, "read" so large that their text can be read. */
  show(elements, { read = false, whole = false } = {}) {
    if (elements.length === 0) return;
    this.sized();
    const { left, top, right, bottom, x, y } = this.around(elements);
    let { scale } = this;
    if (whole) scale = Math.max(Math.min(this.fits(elements), 1.4), this.whole);
    else if (read) scale = Math.max(scale, LEGIBLE);
    const [width, height] = [this.width / this.scale / 2, this.height / this.scale / 2];
    const seen = left > this.x - width && right < this.x + width && top > this.y - height && bottom < this.y + height;
    if (seen && scale === this.scale) return;
    this.go(x, y + (whole ? FOOT / 2 / scale : 0), scale);
  }

  place(event) {
    const box = this.frame.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  wheel(event) {
    event.preventDefault();
    const { x, y } = this.place(event);
    const pixels = event.deltaY * [1, 16, 400][event.deltaMode];
    this.zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0015)), x, y, false);
  }

  down(event) {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    cancelAnimationFrame(this.animation);
    this.touches.set(event.pointerId, this.place(event));
    if (this.touches.size === 1) Object.assign(this, { moved: false, start: this.place(event) });
  }

  move(event) {
    const before = this.touches.get(event.pointerId);
    if (!before) return;
    const now = this.place(event);
    if (!this.moved && this.touches.size === 1 && Math.hypot(now.x - this.start.x, now.y - this.start.y) < TAP) return;
    if (!this.moved) {
      this.moved = true;
      this.frame.classList.add("dragging");
      for (const id of this.touches.keys()) this.frame.setPointerCapture(id);
    }
    const other = [...this.touches].find(([id]) => id !== event.pointerId)?.[1];
    this.touches.set(event.pointerId, now);
    if (other) {
      const spread = (point) => Math.max(Math.hypot(point.x - other.x, point.y - other.y), 1);
      this.zoom(spread(now) / spread(before), (now.x + other.x) / 2, (now.y + other.y) / 2, false);
      this.pan((before.x - now.x) / 2, (before.y - now.y) / 2);
    } else this.pan(before.x - now.x, before.y - now.y);
  }

  up(event) {
    this.touches.delete(event.pointerId);
    if (this.touches.size > 0) return;
    this.frame.classList.remove("dragging");
    setTimeout(() => Object.assign(this, { moved: false })); // after the click that ends the drag
  }
}

/** The stead of a view where the page scrolls: a column is read at one size, from top to bottom. */
class Scrolled {
  show(elements) {
    elements[0]?.scrollIntoView({ block: "nearest" });
  }

  fits() {
    return 0;
  }

  fit() {}
  zoom() {}
  pan() {}
}
