import { el } from "./dom.js";
import { icon } from "./icons.js";

const KINDS = { xlsx: "Excel", xls: "Excel", csv: "CSV", json: "JSON", pdf: "PDF", txt: "Text", docx: "Word" };

function kindOf(name) {
  const suffix = (name || "").split(".").pop().toLowerCase();
  return KINDS[suffix] || `${suffix.toUpperCase()} file`;
}

function size(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function face(name, note) {
  const suffix = (name || "").split(".").pop().toLowerCase();
  return el("span", { class: "file-face" },
    el("span", { class: `file-icon kind-${suffix}` }, icon("document")),
    el("span", { class: "file-words" }, el("span", { class: "file-name" }, name || "File"), el("span", { class: "file-note" }, note)));
}

/** A file in the chat with its download link. */
export function fileCard(attachment) {
  const { content = {}, name } = attachment;
  const href = content.downloadUrl || (content.uniqueId ? `/chat/files/${encodeURIComponent(content.uniqueId)}` : attachment.contentUrl);
  return el("a", { class: "file-card", href, download: name, "data-testid": "file" }, face(name, kindOf(name)), el("span", { class: "file-get", title: "Download" }, icon("arrowDownload")));
}

const ANSWERS = { accepted: "You allowed this file.", declined: "You declined this file." };

/** The bot's question whether it may upload a file; `answer(accept)` is called once. */
export function consentCard(attachment, state, answer) {
  const { content = {}, name } = attachment;
  const buttons = [
    el("button", { class: "ac-pushButton style-positive", type: "button", click: () => choose(true) }, "Allow"),
    el("button", { class: "ac-pushButton", type: "button", click: () => choose(false) }, "Decline"),
  ];
  async function choose(accept) {
    for (const button of buttons) button.disabled = true;
    const done = await answer(accept);
    if (!done) for (const button of buttons) button.disabled = false;
  }
  const foot = state ? el("p", { class: "file-state" }, ANSWERS[state]) : el("div", { class: "file-buttons" }, buttons);
  const note = [kindOf(name), size(content.sizeInBytes)].filter(Boolean).join(" · ");
  return el("div", { class: "consent" }, el("p", { class: "consent-ask" }, content.description || "The app wants to send you a file."), face(name, note), foot);
}
