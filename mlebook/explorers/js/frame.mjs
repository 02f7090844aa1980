// The frame of every explorer: Python has written its controls, its read-outs and its empty panels
// into the page. Here they come to life.
//
// The state is an object of numbers. A control shows one of them, rounded to its step; the state
// itself is never rounded, so that a climb ends where the mathematics says.

import { within } from "./mathematics/numbers.mjs";

const WAIT = 300; // milliseconds of rest before the address follows the state
const QUIET = 1000; // and before the read-out is said, so that nobody is told of each step of a slider
const REST = 30; // decimals behind those shown, in which a half is told from what is near it
const HALF = "5".padEnd(REST, "0");

export class Frame {
  constructor(figure) {
    this.figure = figure;
    this.name = figure.dataset.explorer;
    this.data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    this.inputs = new Map([...figure.querySelectorAll("input, select")].map((i) => [i.name, i]));
    this.initial = Object.fromEntries([...this.inputs].map(([n, i]) => [n, own(i)]));
    this.state = { ...this.initial };
    this.actions = new Map();
    this.told = this.sentence;
    // A notebook's address is not the figure's: there it has no link to copy.
    this.hasAddress = figure.querySelector("button[name='share']") !== null;
    this.measure();
    this.draw = () => {};
    this.listen();
  }

  // ---- State ------------------------------------------------------------------------------
  /** Say what the state begins with, where that is not what a control shows. */
  begin(values) {
    Object.assign(this.initial, values);
    Object.assign(this.state, values);
  }

  /** Take on these numbers, and draw. */
  update(values) {
    Object.assign(this.state, values);
    this.redraw();
  }

  /** Go back to where the page began. */
  reset() {
    this.state = { ...this.initial };
    this.forget?.();
    this.redraw();
  }

  redraw() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.render();
    });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tellAddress(), WAIT);
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.say(), QUIET);
  }

  /** The read-out as one sentence. */
  get sentence() {
    return this.figure.querySelector(".explorer-readout").textContent;
  }

  /** Have a screen reader say the read-out, if it is not what was said last. */
  say() {
    if (this.told === this.sentence) return;
    this.told = this.sentence;
    this.figure.querySelector(".explorer-spoken").textContent = this.told;
  }

  /** Show the state: in the controls, the read-outs and the panels. */
  render() {
    for (const [name, input] of this.inputs) this.showInput(name, input);
    this.show(this.draw(this.state) ?? {});
  }

  showInput(name, input) {
    const value = this.state[name];
    if (input.type === "checkbox") input.checked = Boolean(value);
    else if (input.value !== String(value)) input.value = value;
    const place = input.parentElement.querySelector("[data-digits]");
    if (!place) return;
    place.textContent = shown(value, place.dataset.digits);
    input.setAttribute("aria-valuetext", place.textContent);
  }

  /** Write numbers into the read-outs of these names, with the digits that each has. */
  show(values) {
    for (const [name, value] of Object.entries(values)) {
      const place = this.figure.querySelector(`[data-value="${name}"]`);
      const text = typeof value === "number" ? shown(value, place.dataset.digits) : value;
      if (place.textContent !== text) place.textContent = text;
    }
  }

  /** Take the sizes of the panels: asked for at each drawing, they would cost more than it. */
  measure() {
    const panels = [...this.figure.querySelectorAll("[data-panel]")];
    this.panels = new Map(
      panels.map((panel) => [
        panel.dataset.panel,
        { panel, width: panel.clientWidth, height: panel.clientHeight },
      ]),
    );
  }

  // ---- What the reader does ---------------------------------------------------------------
  listen() {
    for (const [name, input] of this.inputs) {
      input.addEventListener("input", () => {
        this.stop();
        this.changed?.(name, own(input));
        this.update({ [name]: own(input) });
      });
    }
    // In JupyterLab keys belong to the notebook: an arrow would choose another cell, an "x" cut it.
    for (const part of this.figure.querySelectorAll("input, select, button")) {
      part.dataset.lmSuppressShortcuts = "true";
    }
    for (const button of this.figure.querySelectorAll("button")) {
      button.addEventListener("click", () => this.press(button.name));
    }
    this.figure.querySelector("form").addEventListener("submit", (e) => e.preventDefault());
    this.on("reset", () => this.reset());
    this.on("share", () => this.share());
  }

  /** What a button does. */
  on(name, action) {
    this.actions.set(name, action);
  }

  press(name) {
    this.stop();
    this.actions.get(name)?.();
  }

  /** Repeat a step until it says that it was the last; at once where motion is not wanted. */
  animate(step, { most = 200, pause = 120 } = {}) {
    this.stop();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      for (let i = 0; i < most && step(); i++);
      return;
    }
    let done = 0;
    this.animation = setInterval(() => {
      if (++done > most || !step()) this.stop();
    }, pause);
  }

  stop() {
    clearInterval(this.animation);
  }

  // ---- Address ----------------------------------------------------------------------------
  /** The state as the part of an address behind its "#"; only what is not as it was. */
  get fragment() {
    const parts = new URLSearchParams({ explorer: this.name });
    for (const [name, value] of Object.entries(this.state)) {
      if (value !== this.initial[name]) parts.set(name, String(value));
    }
    return `#${parts}`;
  }

  tellAddress() {
    if (!this.hasAddress) return;
    const untouched = this.fragment === `#${new URLSearchParams({ explorer: this.name })}`;
    if (untouched && !ownFragment(this.name)) return;
    const { pathname, search } = location;
    history.replaceState(null, "", untouched ? pathname + search : this.fragment);
  }

  /** Take on the state that the address tells, if it speaks of this explorer. */
  readAddress() {
    const parts = ownFragment(this.name);
    if (!parts || !this.hasAddress) return;
    for (const [name, text] of parts) {
      const value = Number(text);
      if (name !== "explorer" && Number.isFinite(value)) this.state[name] = value;
    }
    for (const [name, input] of this.inputs) this.state[name] = allowed(this.state[name], input);
    this.figure.scrollIntoView({ block: "center" });
  }

  async share() {
    this.tellAddress();
    const address = location.href.split("#")[0] + this.fragment;
    const said = this.figure.querySelector(".explorer-said");
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = "The link is copied.";
    } catch {
      said.textContent = "The address of the page is the link.";
    }
  }
}

/** The value of a control, as a number. */
function own(input) {
  return input.type === "checkbox" ? Number(input.checked) : Number(input.value);
}

/** A number within the limits of its control, whole where that counts; an address may be anybody's. */
function allowed(value, input) {
  if (input.options) return input.options[value] ? value : own(input);
  if (input.type !== "range" && input.type !== "number") return value;
  const near = Number(input.step) === 1 ? Math.round(value) : value;
  return within(near, [Number(input.min), Number(input.max)]);
}

/** A number with these decimals, as Python writes it: one half way between two goes to the even. */
export function shown(value, digits) {
  if (!Number.isFinite(value)) return "none";
  const long = value.toFixed(Number(digits) + REST);
  const [kept, rest] = [long.slice(0, -REST), long.slice(-REST)];
  const isEven = "02468".includes(kept.replace(".", "").at(-1));
  return isEven && rest === HALF ? kept.replace(/\.$/, "") : value.toFixed(digits);
}

function ownFragment(name) {
  const parts = new URLSearchParams(location.hash.slice(1));
  return parts.get("explorer") === name ? parts : null;
}
