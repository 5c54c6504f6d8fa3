import { el } from "./dom.js";

const TONES = 8;

function tone(name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 997;
  return sum % TONES;
}

function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const last = words.length > 1 ? words[words.length - 1][0] : "";
  return ((words[0] || "?")[0] + last).toUpperCase();
}

/** A round picture with the person's initials; the app's own icon for the bot. */
export function avatar(name, isBot = false) {
  if (isBot) return el("img", { class: "avatar app", src: "/page/icon.svg", alt: "" });
  return el("span", { class: `avatar tone-${tone(name)}`, "aria-hidden": "true" }, initials(name));
}
