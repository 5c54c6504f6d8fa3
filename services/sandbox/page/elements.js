import { el } from "./dom.js";
import { icon } from "./icons.js";
import { DonutChart, HorizontalBarChart, StackedBarChart } from "./charts.js";
import { TeamsChoiceSet } from "./choices.js";
import { fits } from "./widths.js";

const AC = globalThis.AdaptiveCards;

/** An element Microsoft's renderer does not know: keeps its JSON in `source` and runs its `selectAction`. */
export class TeamsElement extends AC.CardElement {
  internalParse(source, context) {
    super.internalParse(source, context);
    this.source = source;
    if (source.selectAction) this.action = context.parseAction(this, source.selectAction, [], true);
  }

  getJsonTypeName() {
    return this.constructor.typeName;
  }

  internalRender() {
    const node = this.draw(this.source);
    if (this.horizontalAlignment !== undefined) node.classList.add(`align-${this.horizontalAlignment}`);
    return node;
  }

  run() {
    this.action?.execute();
  }
}

const lower = (value, fallback) => String(value || fallback).toLowerCase();

class ProgressBar extends TeamsElement {
  static typeName = "ProgressBar";

  draw({ value, max = 100, color }) {
    const percent = value === undefined ? undefined : Math.max(0, Math.min(100, (value / max) * 100));
    const fill = el("span", { class: `progress-fill ${percent === undefined ? "endless" : ""}` });
    if (percent !== undefined) fill.style.width = `${percent}%`;
    const known = percent === undefined ? {} : { "aria-valuenow": Math.round(percent), "aria-valuemin": 0, "aria-valuemax": 100 };
    return el("div", { class: `progress-bar tone-of-${lower(color, "accent")}`, role: "progressbar", "aria-label": "Progress", ...known }, fill);
  }
}

class ProgressRing extends TeamsElement {
  static typeName = "ProgressRing";

  draw({ label, labelPosition, size }) {
    const ring = el("span", { class: "ring", role: "progressbar", "aria-label": label || "Working" });
    const text = label && el("span", { class: "ring-label" }, label);
    return el("div", { class: `progress-ring size-${lower(size, "medium")} label-${lower(labelPosition, "below")}` }, ring, text);
  }
}

class Badge extends TeamsElement {
  static typeName = "Badge";

  draw({ text, icon: name, iconPosition, appearance, size, shape, style, tooltip }) {
    const picture = name && icon(...name.split(",").map((part, index) => (index ? part === "filled" : part)));
    const parts = lower(iconPosition, "before") === "after" ? [text, picture] : [picture, text];
    const look = `badge ${lower(appearance, "filled")} style-${lower(style, "default")} size-${lower(size, "medium")} ${lower(shape, "circular")}`;
    return el("div", { class: "badge-line" }, el("span", { class: look, title: tooltip }, parts));
  }
}

class Icon extends TeamsElement {
  static typeName = "Icon";

  draw({ name, size, style, color }) {
    const picture = icon(name, lower(style, "regular") === "filled");
    const look = `icon-element size-${lower(size, "standard")} tone-of-${lower(color, "default")}`;
    if (!this.action) return el("div", { class: look }, picture);
    return el("button", { class: look, type: "button", "aria-label": this.action.title || name, click: () => this.run() }, picture);
  }
}

class CompoundButton extends TeamsElement {
  static typeName = "CompoundButton";

  draw({ icon: info, title, description, badge }) {
    const words = el("span", { class: "compound-words" }, el("span", { class: "compound-title" }, title, badge && el("span", { class: "badge tint style-informative circular" }, badge)));
    if (description) words.append(el("span", { class: "compound-description" }, description));
    const picture = info && el("span", { class: "compound-icon" }, icon(info.name, lower(info.style, "regular") === "filled"));
    return el("button", { class: "compound-button", type: "button", click: () => this.run() }, picture, words);
  }
}

class CodeBlock extends TeamsElement {
  static typeName = "CodeBlock";

  draw({ codeSnippet = "", language, startLineNumber = 1 }) {
    const lines = codeSnippet.split("\n").map((line) => el("li", {}, line || " "));
    const head = el("div", { class: "code-head" }, language || "Plain text", el("button", { type: "button", class: "code-copy", click: () => navigator.clipboard?.writeText(codeSnippet) }, icon("copy"), "Copy"));
    return el("div", { class: "code-block" }, head, el("ol", { class: "code-lines", start: startLineNumber, tabindex: "0", "aria-label": "Code" }, lines));
  }
}

/** A container that may flow its items over several lines, or lay them out in a grid. */
class FlowContainer extends AC.Container {
  internalParse(source, context) {
    super.internalParse(source, context);
    this.layouts = source.layouts || [];
    this.flow = this.layouts.find((layout) => layout.type === "Layout.Flow");
    this.areas = (source.items || []).map((item) => item["grid.area"]);
  }

  internalRender() {
    const node = super.internalRender();
    if (node && this.flow) {
      node.classList.add("flow");
      if (this.flow.minItemWidth) node.style.setProperty("--item-min", this.flow.minItemWidth);
      if (lower(this.flow.itemFit, "fit") === "fill") node.classList.add("fill");
    }
    return node;
  }

  /** Lays the items out in the columns of the grid that is meant for this width, or one below the other. */
  lay(bucket) {
    const node = this.renderedElement;
    const grid = this.layouts.find((layout) => layout.type === "Layout.AreaGrid" && fits(layout.targetWidth, bucket));
    node?.classList.toggle("grid", Boolean(grid));
    if (!node) return;
    node.style.gridTemplateColumns = grid ? grid.columns.map((share) => (Number.isFinite(Number(share)) ? `minmax(0, ${share}fr)` : share)).join(" ") : "";
    for (let no = 0; no < this.getItemCount(); no += 1) this.place(this.getItemAt(no).renderedElement, grid, this.areas[no]);
  }

  place(node, grid, name) {
    const area = grid?.areas.find((one) => one.name === name);
    if (node) Object.assign(node.style, { gridColumn: area ? `${area.column || 1} / span ${area.columnSpan || 1}` : "", gridRow: area ? `${area.row || 1} / span ${area.rowSpan || 1}` : "" });
  }
}

/** Puts the card's inputs, or the named ones, back to what the card came with. */
export class ResetInputs extends AC.Action {
  internalParse(source, context) {
    super.internalParse(source, context);
    this.targets = source.targetInputIds;
  }

  getJsonTypeName() {
    return "Action.ResetInputs";
  }
}

/** Teaches the renderer what Teams knows beyond it. Call once, before the first card. */
export function registerElements() {
  const own = [ProgressBar, ProgressRing, Badge, Icon, CompoundButton, CodeBlock, HorizontalBarChart(TeamsElement), StackedBarChart(TeamsElement), DonutChart(TeamsElement)];
  for (const type of own) AC.GlobalRegistry.elements.register(type.typeName, type);
  AC.GlobalRegistry.elements.register("Container", FlowContainer);
  AC.GlobalRegistry.elements.register("Input.ChoiceSet", TeamsChoiceSet);
  AC.GlobalRegistry.actions.register("Action.ResetInputs", ResetInputs);
}
