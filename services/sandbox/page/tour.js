import { el } from "./dom.js";
import { icon } from "./icons.js";

const SEEN = "tour";
const GAP_PX = 12;
const KEY = "sb-contoso-key-0001";

/** Where each step points (the first of these that can be seen), and what it says; `type` is for Alex's composer. */
const STEPS = [
  { at: [".panes"], title: "Two administrators, one bot", words: "Alex and Sam are Teams administrators of Contoso, and both chat with Switchboard. All of it is simulated on this machine: Microsoft, the operator and the CPaaS. Nothing that you do leaves it." },
  { at: ["[data-testid=composer-Alex]"], title: "Link the tenant", words: `Say “connect” as Alex, paste the sandbox's key ${KEY}, and click Connect.`, type: "connect" },
  { at: ["[data-testid=portal]"], title: "Prove that it is yours", words: "The link code is in the CPaaS portal, as it would be for you. Enter it and click Link." },
  { at: ["[data-testid=pane-Sam]", "[data-testid=tab-Sam]"], title: "Somebody else approves", words: "Sam is asked here. Nothing that matters is written before a second person has read the plan and clicked Approve." },
  { at: ["[data-testid=composer-Alex]"], title: "Many lines from a file", words: "Say “bulk” for a sample file, attach yours, and read the plan: what would be created, which seats it takes. Send it for approval, and watch it being done.", type: "bulk" },
  { at: [".picker-button"], title: "Look around", words: "Open the chats of more people here. In any of them “help” tells what can be said, and “home” what there is to do." },
];

/** The tour of the page: opens by itself the first time, and whenever the button is pressed. */
export function tour(button) {
  const shown = new Tour();
  button.append(icon("lightbulb"), el("span", {}, "Tour"));
  button.addEventListener("click", () => shown.open());
  if (!localStorage.getItem(SEEN)) shown.open();
}

class Tour {
  constructor() {
    this.ring = el("div", { class: "tour-ring", hidden: true });
    this.panel = el("section", { class: "tour", role: "dialog", "aria-labelledby": "tour-title", "aria-describedby": "tour-words", "data-testid": "tour", tabindex: "-1", hidden: true });
    document.body.append(this.ring, this.panel);
    addEventListener("resize", () => this.place());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  open() {
    this.show(0);
  }

  /** It isn't shown again by itself, however it was left. */
  close() {
    if (this.panel.hidden) return;
    localStorage.setItem(SEEN, "seen");
    this.panel.hidden = this.ring.hidden = true;
    document.querySelector(".tour-button").focus();
  }

  show(at) {
    this.at = at;
    const step = STEPS[at];
    const last = at === STEPS.length - 1;
    this.panel.replaceChildren(
      el("p", { class: "tour-count" }, `${at + 1} of ${STEPS.length}`),
      el("h2", { id: "tour-title" }, step.title),
      el("p", { id: "tour-words" }, step.words),
      el("div", { class: "tour-buttons" },
        !last && el("button", { type: "button", class: "tour-skip", click: () => this.close() }, "Skip the tour"),
        step.type && el("button", { type: "button", click: () => this.type(step.type) }, `Type “${step.type}”`),
        at > 0 && el("button", { type: "button", click: () => this.show(at - 1) }, "Back"),
        el("button", { type: "button", class: "tour-next", click: () => (last ? this.close() : this.show(at + 1)) }, last ? "Done" : "Next")),
    );
    this.panel.hidden = this.ring.hidden = false;
    this.place();
    this.panel.focus();
  }

  /** Puts the words where Alex would write them; sending them is left to whoever reads. */
  type(words) {
    document.querySelector("[data-testid=tab-Alex]")?.click();
    const box = document.querySelector("[data-testid=composer-Alex]");
    if (!box || box.disabled) return;
    box.value = words;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  place() {
    if (this.panel.hidden) return;
    const target = STEPS[this.at].at.map((one) => document.querySelector(one)).find((node) => node?.getClientRects().length);
    const box = target?.getBoundingClientRect() ?? new DOMRect(innerWidth / 2, innerHeight / 2, 0, 0);
    Object.assign(this.ring.style, { left: `${box.left - 4}px`, top: `${box.top - 4}px`, width: `${box.width + 8}px`, height: `${box.height + 8}px` });
    const { width, height } = this.panel.getBoundingClientRect();
    const middle = box.left + box.width / 2 - width / 2;
    this.panel.style.left = `${Math.max(GAP_PX, Math.min(middle, innerWidth - width - GAP_PX))}px`;
    this.panel.style.top = `${above(box, height)}px`;
  }
}

/** The panel's upper edge: below what it points at, else above, else in its middle. */
function above(box, height) {
  if (box.bottom + GAP_PX + height < innerHeight) return box.bottom + GAP_PX;
  if (box.top - GAP_PX - height > 0) return box.top - GAP_PX - height;
  return Math.max(GAP_PX, Math.min(box.top + box.height / 2 - height / 2, innerHeight - height - GAP_PX));
}
