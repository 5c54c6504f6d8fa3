import { el } from "./dom.js";
import { icon } from "./icons.js";

const APP = "Switchboard";
const TALLEST_PX = 160;

/** The box a person writes in, closed until its conversation is known: Enter sends, Shift+Enter breaks the line, files are attached or dropped. */
export class Composer {
  constructor(name, { send, upload }) {
    Object.assign(this, { send, upload, prefix: "" });
    this.box = el("textarea", { rows: "1", "data-testid": `composer-${name}`, "aria-label": `Message as ${name}`, disabled: true, input: () => this.grow(), keydown: (event) => this.key(event) });
    this.file = el("input", { type: "file", class: "visually-hidden", tabindex: "-1", "data-testid": `attach-${name}`, "aria-label": `Attach a file as ${name}`, change: () => this.attach(this.file.files) });
    this.clip = el("button", { type: "button", class: "tool", "aria-label": "Attach a file", title: "Attach a file", click: () => this.file.click() }, icon("attach"));
    this.button = el("button", { type: "submit", class: "tool send", "data-testid": `send-${name}`, "aria-label": "Send", title: "Send" }, icon("send"));
    this.note = el("div", { class: "replying", hidden: true });
    this.node = el("form", { class: "composer", submit: (event) => this.submit(event) }, this.note, el("div", { class: "composer-row" }, this.box, this.file, this.clip, this.button));
  }

  /** Fits the box to the kind of conversation: files only reach a bot in a personal chat, elsewhere it must be mentioned. */
  shape({ kind }) {
    const personal = kind === "personal";
    this.clip.hidden = !personal;
    this.file.disabled = !personal;
    this.box.disabled = false;
    this.prefix = personal ? "" : `@${APP} `;
    this.box.placeholder = personal ? "Type a message" : `Type a message, @${APP} asks the app, / asks it alone`;
    this.fill(this.prefix);
  }

  fill(text) {
    this.box.value = text;
    this.grow();
  }

  grow() {
    this.box.style.height = "auto";
    if (this.box.scrollHeight) this.box.style.height = `${Math.min(this.box.scrollHeight, TALLEST_PX)}px`;
    this.button.classList.toggle("ready", !this.empty);
  }

  get empty() {
    return ["", this.prefix.trim()].includes(this.box.value.trim());
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit(event);
  }

  async submit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    if (this.empty) return;
    this.fill(this.prefix);
    if (!(await this.send(text)) && this.box.value === this.prefix) this.fill(text);
  }

  async attach(files) {
    for (const file of [...files]) {
      const text = this.box.value.trim();
      this.fill("");
      await this.upload(file, text);
    }
    this.file.value = "";
  }

  replying(cancel, words = "the post") {
    this.note.hidden = !cancel;
    this.note.replaceChildren(...(cancel ? [el("span", {}, `Replying to ${words}`), el("button", { type: "button", class: "tool", "aria-label": "Stop replying", click: cancel }, icon("dismiss"))] : []));
    if (cancel) this.box.focus();
  }

  dropOn(target) {
    const over = (shown) => target.classList.toggle("dropping", shown && !this.file.disabled);
    target.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    target.addEventListener("dragleave", (event) => !target.contains(event.relatedTarget) && over(false));
    target.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      if (!this.file.disabled) this.attach(event.dataTransfer.files);
    });
  }
}
