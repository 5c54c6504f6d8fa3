import { el } from "./dom.js";

const SERIES = ["categoricalBlue", "categoricalTeal", "categoricalPurple", "categoricalMarigold", "categoricalRed", "categoricalGreen"];
const NAMESPACE = "http://www.w3.org/2000/svg";

function tint(color, index) {
  return `chart-${(color || SERIES[index % SERIES.length]).toLowerCase()}`;
}

function frame(source, ...content) {
  return el("figure", { class: "chart" }, source.title && el("figcaption", {}, source.title), ...content);
}

/** A simple horizontal bar chart on top of the given element class. */
export function HorizontalBarChart(Base) {
  return class extends Base {
    static typeName = "Chart.HorizontalBar";

    draw(source) {
      const data = source.data || [];
      const most = Math.max(...data.map((point) => point.y), 1);
      return frame(source, el("dl", { class: "bars" }, data.map((point, index) => this.bar(point, index, most, source.color))));
    }

    bar({ x, y, color }, index, most, common) {
      const fill = el("span", { class: `bar-fill ${tint(color || common || SERIES[0], index)}` });
      fill.style.width = `${(y / most) * 100}%`;
      return [el("dt", {}, x), el("dd", {}, el("span", { class: "bar" }, fill), el("span", { class: "bar-value" }, String(y)))];
    }
  };
}

/** Bars made of parts, with a legend of what each colour is, on top of the given element class. */
export function StackedBarChart(Base) {
  return class extends Base {
    static typeName = "Chart.HorizontalBar.Stacked";

    draw(source) {
      const bars = source.data || [];
      const most = Math.max(...bars.map(({ data = [] }) => sum(data)), 1);
      const kinds = new Map(bars.flatMap(({ data = [] }) => data.map((part, index) => [part.legend, tint(part.color, index)])));
      const legend = el("ul", { class: "legend across" }, [...kinds].map(([words, look]) => el("li", {}, el("span", { class: `dot ${look}` }), words)));
      return frame(source, ...bars.map((one) => this.bar(one, most)), source.showLegend === false ? null : legend);
    }

    bar({ title, data = [] }, most) {
      const parts = data.map((part, index) => {
        const fill = el("span", { class: `bar-part ${tint(part.color, index)}`, title: `${part.legend}: ${part.value}` });
        fill.style.width = `${(part.value / most) * 100}%`;
        return fill;
      });
      return el("div", { class: "stack" }, el("div", {}, title), el("div", { class: "stack-bar" }, parts));
    }
  };
}

function sum(data) {
  return data.reduce((total, part) => total + part.value, 0);
}

/** A simple donut with its legend on top of the given element class. */
export function DonutChart(Base) {
  return class extends Base {
    static typeName = "Chart.Donut";

    draw(source) {
      const data = source.data || [];
      const total = data.reduce((sum, part) => sum + part.value, 0) || 1;
      const middle = el("span", { class: "donut-value" }, source.value ?? "");
      const ring = el("div", { class: "donut" }, this.ring(data, total), middle);
      return frame(source, el("div", { class: "donut-row" }, ring, source.showLegend === false ? null : this.legend(data)));
    }

    ring(data, total) {
      const svg = document.createElementNS(NAMESPACE, "svg");
      svg.setAttribute("viewBox", "0 0 42 42");
      svg.setAttribute("aria-hidden", "true");
      let start = 0;
      data.forEach((part, index) => {
        const share = (part.value / total) * 100;
        svg.append(arc(tint(part.color, index), share, start));
        start += share;
      });
      return svg;
    }

    legend(data) {
      const line = (part, index) => el("li", {}, el("span", { class: `dot ${tint(part.color, index)}` }), part.legend, el("b", {}, String(part.value)));
      return el("ul", { class: "legend" }, data.map(line));
    }
  };
}

function arc(look, share, start) {
  const circle = document.createElementNS(NAMESPACE, "circle");
  const shape = { class: look, cx: 21, cy: 21, r: 15.9155, "stroke-dasharray": `${share} ${100 - share}`, "stroke-dashoffset": 25 - start };
  for (const [name, value] of Object.entries(shape)) circle.setAttribute(name, value);
  return circle;
}
