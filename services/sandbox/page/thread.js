import { fitCards } from "./cards.js";
import { el } from "./dom.js";
import { drawMessage } from "./message.js";

const JOIN_MS = 5 * 60 * 1000;

/** One conversation's messages on the page: draws new ones, redraws changed ones, keeps channel replies under their post. */
export class Thread {
  constructor(conversation, me, host, reply) {
    Object.assign(this, { conversation, me, host, reply });
    this.messages = new Map();
    this.nodes = new Map();
    this.replies = new Map();
    this.node = el("div", { class: `thread ${conversation.kind}` }, el("div", { class: "day" }, "Today"));
  }

  get threaded() {
    return this.conversation.kind === "channel";
  }

  /** Draws the message; true when it is new rather than changed. */
  put(message) {
    const known = this.messages.get(message.id);
    if (known && known.updatedSeq >= message.updatedSeq) return false;
    this.messages.set(message.id, message);
    const node = drawMessage(message, this.me, this.host);
    if (known) this.nodes.get(message.id).replaceWith(node);
    else this.place(message, node);
    this.nodes.set(message.id, node);
    fitCards(node);
    if (known?.joined) this.join(message, node);
    return !known;
  }

  place(message, node) {
    const before = this.last;
    const home = this.home(message);
    home.append(node);
    message.joined = this.follows(before, message);
    if (message.joined) this.join(message, node);
    this.last = message;
  }

  join(message, node) {
    message.joined = true;
    node.classList.add("joined");
  }

  follows(before, message) {
    const close = before && Date.parse(message.timestamp) - Date.parse(before.timestamp) < JOIN_MS;
    return Boolean(close && before.from === message.from && before.thread === message.thread && message.from !== "system" && !this.threaded);
  }

  home(message) {
    if (!this.threaded || message.from === "system") return this.node;
    const root = message.thread || message.id;
    if (!this.replies.has(root)) this.replies.set(root, this.post(root));
    return this.replies.get(root);
  }

  post(root) {
    const list = el("div", { class: "post-messages" });
    const button = el("button", { type: "button", class: "post-reply", click: () => this.reply(root) }, "Reply");
    this.node.append(el("section", { class: "post" }, list, button));
    return list;
  }
}
