import { debounce, el } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN = 15; // Teams shows no more than fifteen
let counter = 0;

/** A type-ahead box: `find(text)` fetches choices, without it the given ones are filtered. `value` joins the chosen with commas. */
export class Combo {
  constructor({ choices, chosen, many, placeholder, find, changed }) {
    Object.assign(this, { choices, many, find, changed, chosen: [], offered: [], active: -1 });
    this.first = chosen;
    this.listId = `combo-${++counter}`;
    this.input = this.box(placeholder);
    this.list = el("ul", { class: "combo-list", role: "listbox", id: this.listId, hidden: true });
    this.chips = el("span", { class: "combo-chips" });
    this.node = el("div", { class: "combo", focusout: (event) => this.left(event) }, this.chips, this.input, icon("search"), this.list);
    this.refresh = find ? debounce(() => this.offer(), 200) : () => this.offer();
    this.preset(chosen);
  }

  box(placeholder) {
    return el("input", {
      class: "combo-input", type: "text", role: "combobox", autocomplete: "off", placeholder,
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.listId,
      input: () => this.typed(), focus: () => this.refresh(), click: () => this.refresh(), keydown: (event) => this.key(event),
    });
  }

  get value() {
    return this.chosen.map((choice) => choice.value).join(",");
  }

  /** Text was typed that is no choice. */
  get dangling() {
    const text = this.input.value.trim();
    return text !== "" && (this.many || this.chosen[0]?.title !== text);
  }

  async preset(values) {
    for (const value of values) {
      const known = this.choices.find((choice) => choice.value === value) || (this.find && (await this.find(value).catch(() => []))).find?.((choice) => choice.value === value);
      this.take(known || { title: value, value }, false);
    }
  }

  clear() {
    this.chosen = [];
    this.input.value = "";
    this.draw();
    this.preset(this.first);
  }

  typed() {
    if (!this.many) this.chosen = [];
    this.changed();
    this.refresh();
  }

  async offer() {
    const text = this.input.value.trim();
    const asked = (this.asked = {});
    const found = await this.lookup(this.chosen[0]?.title === text && !this.many ? "" : text);
    if (asked !== this.asked || !this.node.contains(document.activeElement)) return;
    this.offered = found.filter((choice) => !this.many || !this.chosen.some((taken) => taken.value === choice.value)).slice(0, SHOWN);
    this.active = -1;
    this.drawList();
  }

  async lookup(text) {
    const words = text.toLowerCase();
    const here = this.choices.filter((choice) => choice.title.toLowerCase().includes(words));
    if (!this.find) return here;
    this.note("Searching…");
    const there = await this.find(text).catch(() => undefined);
    if (!there) this.problem = "Could not search. Try again.";
    return here.concat((there || []).filter((choice) => !here.some((known) => known.value === choice.value)));
  }

  note(text) {
    this.list.replaceChildren(el("li", { class: "combo-note" }, text));
    this.open(true);
  }

  drawList() {
    if (!this.offered.length) {
      this.note(this.problem || "No matches");
      this.problem = undefined;
      return;
    }
    this.list.replaceChildren(...this.offered.map((choice, index) => this.option(choice, index)));
    this.open(true);
  }

  option(choice, index) {
    const pick = (event) => {
      event.preventDefault();
      this.take(choice);
    };
    const note = choice.subtitle && el("span", { class: "combo-subtitle" }, choice.subtitle);
    return el("li", { role: "option", id: `${this.listId}-${index}`, "data-value": choice.value, mousedown: pick }, el("span", {}, choice.title), note);
  }

  take(choice, byHand = true) {
    this.chosen = this.many ? [...this.chosen, choice] : [choice];
    this.input.value = this.many ? "" : choice.title;
    this.draw();
    this.open(false);
    if (byHand) this.changed();
  }

  drop(choice) {
    this.chosen = this.chosen.filter((taken) => taken !== choice);
    this.draw();
    this.changed();
  }

  draw() {
    const chip = (choice) => el("span", { class: "chip" }, choice.title, el("button", { type: "button", "aria-label": `Remove ${choice.title}`, click: () => this.drop(choice) }, icon("dismiss")));
    this.chips.replaceChildren(...(this.many ? this.chosen.map(chip) : []));
  }

  open(shown) {
    this.list.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown));
    if (!shown) this.input.removeAttribute("aria-activedescendant");
  }

  left(event) {
    if (!this.node.contains(event.relatedTarget)) this.open(false);
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && !this.list.hidden) this.move(steps[event.key], event);
    else if (event.key === "Enter" && !this.list.hidden && this.offered[this.active]) {
      event.preventDefault();
      this.take(this.offered[this.active]);
    } else if (event.key === "Escape") this.open(false);
    else if (event.key === "Backspace" && this.many && !this.input.value && this.chosen.length) this.drop(this.chosen.at(-1));
  }

  move(step, event) {
    event.preventDefault();
    const count = this.offered.length;
    if (!count) return;
    this.active = (this.active + step + count) % count;
    this.list.querySelectorAll("[role=option]").forEach((option, index) => option.setAttribute("aria-selected", String(index === this.active)));
    this.input.setAttribute("aria-activedescendant", `${this.listId}-${this.active}`);
    document.getElementById(`${this.listId}-${this.active}`)?.scrollIntoView({ block: "nearest" });
  }
}
