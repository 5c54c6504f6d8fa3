import { people } from "./api.js";
import { avatar } from "./avatar.js";
import { el, toast } from "./dom.js";
import { icon } from "./icons.js";
import { Pane } from "./pane.js";
import { tour } from "./tour.js";

const DEFAULT = ["Alex", "Sam"];
const MOST = 4; // one event stream each; browsers allow six connections to a host
const panes = new Map();
const tabs = new Map();
let everyone = [];

function wanted() {
  const asked = new URLSearchParams(location.search).get("people");
  const names = asked ? asked.split(",").map((name) => name.trim()) : DEFAULT;
  const found = names.map((name) => everyone.find((person) => person.id === name || person.name === name)).filter(Boolean);
  return (found.length ? found : everyone.slice(0, 1)).slice(0, MOST);
}

function remember() {
  const names = [...panes.values()].map(({ person }) => (everyone.filter((other) => other.name === person.name).length > 1 ? person.id : person.name));
  history.replaceState(null, "", `/?people=${names.map(encodeURIComponent).join(",")}`);
}

function open(person) {
  const pane = new Pane(person, { close: () => close(person), unread: () => person.id !== active() && tabs.get(person.id)?.classList.add("has-unread") });
  panes.set(person.id, pane);
  document.querySelector(".panes").append(pane.node);
  const tab = el("button", { role: "tab", type: "button", class: "tab", "data-testid": `tab-${person.name}`, click: () => select(person.id) }, avatar(person.name), el("span", {}, person.name), el("i", { class: "unread" }));
  tabs.set(person.id, tab);
  document.querySelector(".tabs").append(tab);
  select(person.id);
  pane.start().catch((problem) => toast(problem.message, "bad"));
}

function close(person) {
  panes.get(person.id).stop();
  panes.get(person.id).node.remove();
  tabs.get(person.id).remove();
  panes.delete(person.id);
  tabs.delete(person.id);
  const first = panes.keys().next().value;
  if (first) select(first);
  remember();
  drawPicker();
}

/** The person whose pane is in front on a narrow screen; on a wide one nobody's is hidden. */
function active() {
  return document.querySelector(".panes").dataset.active;
}

function select(id) {
  document.querySelector(".panes").dataset.active = id;
  for (const [key, pane] of panes) pane.node.classList.toggle("front", key === id);
  for (const [key, tab] of tabs) tab.setAttribute("aria-selected", String(key === id));
  tabs.get(id).classList.remove("has-unread");
  panes.get(id).toEnd();
}

function drawPicker() {
  const filter = el("input", { type: "search", class: "picker-filter", placeholder: "Find a person", "aria-label": "Find a person", input: () => drawNames(filter.value) });
  const list = el("div", { class: "picker-list" });
  document.querySelector(".picker-menu").replaceChildren(filter, list);
  drawNames("");
}

function drawNames(text) {
  const match = (person) => person.name.toLowerCase().includes(text.toLowerCase());
  document.querySelector(".picker-list").replaceChildren(...everyone.filter(match).slice(0, 50).map(choice));
}

function choice(person) {
  const box = el("input", { type: "checkbox", "data-testid": `pick-${person.name}`, change: () => toggle(person, box) });
  box.checked = panes.has(person.id);
  return el("label", { class: "picker-person" }, box, avatar(person.name), el("span", {}, el("b", {}, person.name), el("small", {}, [person.role, person.tenant].filter(Boolean).join(" · "))));
}

function toggle(person, box) {
  if (!box.checked) return panes.size > 1 ? close(person) : void (box.checked = true);
  if (panes.size >= MOST) {
    box.checked = false;
    return toast(`Up to ${MOST} people fit side by side. Close one first.`);
  }
  open(person);
  return remember();
}

function menu() {
  const button = document.querySelector(".picker-button");
  const list = document.querySelector(".picker-menu");
  button.append(icon("people"), el("span", {}, "People"));
  const show = (shown) => {
    list.hidden = !shown;
    button.setAttribute("aria-expanded", String(shown));
  };
  button.addEventListener("click", () => show(list.hidden));
  document.addEventListener("click", (event) => event.target.closest(".picker") || !event.target.isConnected || show(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
}

function theme() {
  const button = document.querySelector(".theme");
  const prefers = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = localStorage.getItem("theme") || (prefers.matches ? "dark" : "light");
    document.documentElement.dataset.theme = chosen;
    button.replaceChildren(icon(chosen === "dark" ? "sun" : "moon"));
    button.setAttribute("aria-label", chosen === "dark" ? "Light theme" : "Dark theme");
  };
  button.addEventListener("click", () => {
    localStorage.setItem("theme", document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    apply();
  });
  prefers.addEventListener("change", apply);
  apply();
}

theme();
menu();
try {
  everyone = await people();
  const first = wanted();
  for (const person of first) open(person);
  if (first.length) select(first[0].id);
  drawPicker();
  tour(document.querySelector(".tour-button"));
} catch (problem) {
  toast(problem.message, "bad");
}
