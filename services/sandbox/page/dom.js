/** A new element; `attributes` are set as they are, functions become listeners, children may be text. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

/** A small notice at the page's foot that goes by itself. */
export function toast(text, tone = "") {
  const node = el("div", { class: `toast ${tone}`, "data-testid": "toast" }, text);
  document.querySelector(".toasts").append(node);
  setTimeout(() => node.remove(), 6000);
}

/** `wait` milliseconds after the last call, `action` runs once. */
export function debounce(action, wait) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
}
