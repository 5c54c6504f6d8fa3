import { registerElements, ResetInputs } from "./elements.js";
import { cardHtml } from "./markdown.js";
import { applyWidth, bucketOf } from "./widths.js";

const AC = globalThis.AdaptiveCards;
const STYLES = ["default", "emphasis", "accent", "good", "warning", "attention"];
const COLOURS = ["default", "dark", "light", "accent", "good", "warning", "attention"];
const hostConfig = new AC.HostConfig({ ...(await (await fetch("/page/hostconfig.json")).json()), containerStyles: containerStyles() });

registerElements();
AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = cardHtml(text);
  result.didProcess = true;
};

/** Colours by CSS variable, so that light and dark change under a card without losing what was typed in it. */
function containerStyles() {
  const colour = (name) => [name, { default: `var(--card-${name})`, subtle: `var(--card-${name}-subtle)` }];
  const foregroundColors = Object.fromEntries(COLOURS.map(colour));
  const style = (name) => [name, { backgroundColor: `var(--card-bg-${name})`, borderColor: "var(--line)", foregroundColors }];
  return Object.fromEntries(STYLES.map(style));
}

/** Lets every card below `root` show what is meant for the width it has now. */
export function fitCards(root) {
  for (const node of root.querySelectorAll(".card")) if (node.clientWidth) node.fit(node.clientWidth);
}

/** A card as Teams runs it: knows its target widths and answers searches through the chat. */
class TeamsCard extends AC.AdaptiveCard {
  constructor(search) {
    super();
    this.hostConfig = hostConfig;
    this.search = search;
    this.targeted = [];
    this.laid = [];
  }

  read(source) {
    const context = new AC.SerializationContext();
    context.onParseElement = (element, json) => {
      if (json.layouts?.some((layout) => layout.targetWidth)) this.laid.push(element);
      if (json.targetWidth) this.targeted.push({ element, targetWidth: json.targetWidth, visible: element.isVisible });
    };
    this.parse(source, context);
  }

  inputValues() {
    return Object.fromEntries(this.getAllInputs().filter((input) => input.id && input.isSet()).map((input) => [input.id, String(input.value)]));
  }

  fit(width) {
    const bucket = bucketOf(width);
    if (bucket === this.bucket) return;
    this.bucket = bucket;
    applyWidth(this.targeted, bucket);
    for (const element of this.laid) element.lay(bucket);
  }

  reset(ids) {
    for (const input of this.getAllInputs()) if (!ids || ids.includes(input.id)) resetInput(input);
  }
}

function resetInput(input) {
  if (input.combo) return input.reset();
  for (const control of input.renderedElement?.querySelectorAll("input, textarea, select") || []) resetControl(control, input.defaultValue);
  return undefined;
}

function resetControl(control, value) {
  if (control.type === "checkbox" || control.type === "radio") control.checked = control.defaultChecked || String(value ?? "").split(",").includes(control.value);
  else control.value = value ?? "";
}

/** What an action sends: its own data beneath the inputs, as the renderer merged them after validation. */
function request(action) {
  return { type: action.getJsonTypeName(), verb: action.verb, actionId: action.id, title: action.title, data: action.data ?? {}, inputs: {} };
}

/**
 * The drawn card. `host` gives `act(request)` (a promise; nothing else can be pressed meanwhile) and `search(query)`.
 * A card that cannot be drawn shows its fallback text.
 */
export function drawCard(source, host) {
  const card = new TeamsCard(host.search);
  card.read(source);
  const node = document.createElement("div");
  node.className = "card";
  node.fit = (width) => card.fit(width);
  card.onExecuteAction = (action) => run(action, card, node, host);
  const drawn = card.render();
  node.append(drawn || document.createTextNode(source.fallbackText || "This card can't be shown."));
  return node;
}

async function run(action, card, node, host) {
  if (action instanceof AC.OpenUrlAction) return void window.open(action.url, "_blank", "noopener");
  if (action instanceof ResetInputs) return card.reset(action.targets);
  if (!(action instanceof AC.SubmitAction || action instanceof AC.ExecuteAction) || node.classList.contains("busy")) return undefined;
  const release = hold(node, action);
  try {
    await host.act(request(action));
  } finally {
    release();
  }
  return undefined;
}

/** Disables the card's buttons while the bot works; the answer gives them back. */
function hold(node, action) {
  const buttons = [...node.querySelectorAll("button:not(:disabled)")];
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  action.renderedElement?.classList.add("working");
  for (const button of buttons) button.disabled = true;
  return () => {
    node.classList.remove("busy");
    node.removeAttribute("aria-busy");
    action.renderedElement?.classList.remove("working");
    for (const button of buttons) button.disabled = false;
  };
}
