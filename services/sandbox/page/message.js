import { avatar } from "./avatar.js";
import { drawCard } from "./cards.js";
import { el } from "./dom.js";
import { consentCard, fileCard } from "./files.js";
import { icon } from "./icons.js";
import { messageHtml } from "./markdown.js";

const ADAPTIVE = "application/vnd.microsoft.card.adaptive";
const CONSENT = "application/vnd.microsoft.teams.card.file.consent";
const FILES = ["application/vnd.microsoft.teams.card.file.info", "application/vnd.microsoft.teams.file.download.info"];

export function clock(timestamp) {
  const date = new Date(timestamp);
  const time = date.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  const today = date.toDateString() === new Date().toDateString();
  return today ? time : `${date.toLocaleDateString([], { day: "numeric", month: "short" })}, ${time}`;
}

/** The person's own words: plain, with mentions marked. */
function plain(text) {
  const parts = text.split(/<at>(.*?)<\/at>/);
  return el("div", { class: "text plain" }, parts.map((part, index) => (index % 2 ? el("span", { class: "mention" }, part) : part)));
}

function words(message) {
  if (!message.text) return null;
  if (message.from !== "bot" || message.textFormat === "plain") return plain(message.text);
  const node = el("div", { class: "text" });
  node.innerHTML = messageHtml(message.text);
  return node;
}

function attached(attachment, message, host) {
  if (attachment.contentType === ADAPTIVE) return drawCard(attachment.content, host.forCard(message));
  if (attachment.contentType === CONSENT) return consentCard(attachment, message.consent, (accept) => host.consent(message, accept));
  if (FILES.includes(attachment.contentType)) return fileCard(attachment);
  if (attachment.contentType?.startsWith("image/")) return el("img", { class: "picture", src: attachment.contentUrl, alt: attachment.name || "Picture" });
  return attachment.contentType === "text/html" ? null : el("p", { class: "text" }, `Attachment of type ${attachment.contentType}`);
}

function isWide(message) {
  return message.attachments.some((attachment) => attachment.content?.msteams?.width?.toLowerCase() === "full");
}

function bubble(message, host) {
  if (message.deleted) return el("div", { class: "bubble gone" }, icon("delete"), "This message has been deleted.");
  const parts = [words(message), ...message.attachments.map((attachment) => attached(attachment, message, host))];
  const cards = message.attachments.length ? (isWide(message) ? "cards wide" : "cards") : "";
  return el("div", { class: `bubble ${cards}` }, parts);
}

function head(message) {
  const marks = [message.onlyYou && el("span", { class: "mark ai" }, "Only you can see this message"), message.edited && !message.deleted && el("span", { class: "mark" }, "Edited"), message.aiGenerated && el("span", { class: "mark ai" }, "AI generated")];
  return el("div", { class: "head" }, el("span", { class: "who" }, message.fromName), el("time", { datetime: message.timestamp }, clock(message.timestamp)), marks);
}

function suggestions(message, host) {
  if (!message.suggestedActions?.length) return null;
  const button = (action) => el("button", { type: "button", class: "suggestion", click: () => host.say(action.value) }, action.title);
  return el("div", { class: "suggestions" }, message.suggestedActions.map(button));
}

/** The first words of a message, by which a reply names it. */
export function firstWords(message) {
  const card = message.attachments.find((attachment) => attachment.contentType === ADAPTIVE)?.content;
  return (message.text || card?.fallbackText || message.attachments[0]?.name || "").slice(0, 80);
}

function quoted(message, host) {
  const original = message.quoted && host.find?.(message.quoted);
  if (!original) return null;
  return el("blockquote", { class: "quoted" }, el("strong", {}, original.fromName), ` ${firstWords(original)}`);
}

function replyButton(message, host) {
  if (!host.quote || message.deleted || message.onlyYou) return null;
  return el("button", { type: "button", class: "reply", "aria-label": `Reply to ${message.fromName}`, click: () => host.quote(message) }, "Reply");
}

/** One message's node; `host` carries out what is pressed in it, `me` is the person looking. */
export function drawMessage(message, me, host) {
  if (message.from === "system") return el("div", { class: "system", "data-message-id": message.id, role: "note" }, message.text);
  const side = message.from === "bot" ? "bot" : message.from === me ? "me" : "other";
  const face = el("div", { class: "face" }, avatar(message.fromName, side === "bot"));
  const body = el("div", { class: "body" }, head(message), quoted(message, host), bubble(message, host), replyButton(message, host), suggestions(message, host));
  return el("article", { class: `message ${side}`, "data-message-id": message.id, "aria-label": `${message.fromName}, ${clock(message.timestamp)}` }, face, body);
}
