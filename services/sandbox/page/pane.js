import { Api } from "./api.js";
import { avatar } from "./avatar.js";
import { fitCards } from "./cards.js";
import { Composer } from "./composer.js";
import { el, toast } from "./dom.js";
import { icon } from "./icons.js";
import { firstWords } from "./message.js";
import { Thread } from "./thread.js";

const APP = "Switchboard";
const RETRY_MS = 2000;
const NEAR_PX = 80;
const ADAPTIVE = "application/vnd.microsoft.card.adaptive";
const NOTICE = "application/vnd.microsoft.activity.message";

/** One person's Teams window: their conversations with the bot, side by side with other people's. */
export class Pane {
  constructor(person, { close, unread }) {
    Object.assign(this, { person, unread, threads: new Map(), tabs: new Map(), ready: false, reads: true });
    this.api = new Api(person);
    this.composer = new Composer(person.name, { send: (text) => this.send(text), upload: (file, text) => this.upload(file, text) });
    this.build(close);
  }

  build(close) {
    const name = this.person.name;
    this.tabBar = el("nav", { class: "pane-tabs", role: "tablist", "aria-label": `Conversations of ${name}` });
    this.banner = el("div", { class: "banner", role: "status", hidden: true });
    this.stream = el("div", { class: "stream", "data-testid": `messages-${name}`, role: "log", "aria-live": "polite", "aria-label": `Messages of ${name}`, tabindex: "0", scroll: () => this.scrolled() });
    this.down = el("button", { class: "down", type: "button", hidden: true, click: () => this.toEnd() }, icon("chevronDown"), "New messages");
    this.typing = el("div", { class: "typing", hidden: true }, avatar(APP, true), el("span", { class: "dots", role: "img", "aria-label": `${APP} is typing` }, el("i"), el("i"), el("i")));
    this.node = el("section", { class: "pane", "data-testid": `pane-${name}`, "aria-label": `${name}'s chat` },
      this.header(close), this.tabBar, this.banner, el("div", { class: "stage" }, this.stream, this.down), this.typing, this.composer.node);
    this.composer.dropOn(this.node);
    new ResizeObserver(() => this.resized()).observe(this.stream);
  }

  header(close) {
    const closer = el("button", { class: "tool close", type: "button", "aria-label": `Close ${this.person.name}'s chat`, click: close }, icon("dismiss"));
    const who = el("span", { class: "pane-me" }, avatar(this.person.name), el("span", { class: "pane-me-words" }, el("b", {}, this.person.name), el("span", {}, [this.person.role, this.person.tenant].filter(Boolean).join(" · "))));
    return el("header", { class: "pane-head" }, el("span", { class: "pane-app" }, avatar(APP, true), el("h2", {}, APP)), who, closer);
  }

  async start() {
    const conversations = await this.api.conversations();
    for (const conversation of conversations) this.addConversation(conversation);
    this.show(conversations[0].id);
    this.source = this.api.events((message) => this.take(message), (state) => this.typed(state), (open) => this.connection(open));
    this.source.addEventListener("ready", () => (this.ready = true));
    this.source.addEventListener("reset", () => location.reload());
  }

  stop() {
    this.source?.close();
    clearTimeout(this.retry);
    this.stopped = true;
  }

  addConversation(conversation) {
    const thread = new Thread(conversation, this.person.id, this.host(conversation), (root) => this.replyTo(root));
    this.threads.set(conversation.id, thread);
    const label = conversation.kind === "personal" ? "Chat" : conversation.title;
    const mark = { personal: "chat", groupChat: "people", channel: "numberSymbol" }[conversation.kind];
    const tab = el("button", { role: "tab", type: "button", class: "pane-tab", click: () => this.show(conversation.id) }, icon(mark), el("span", {}, label), el("i", { class: "unread" }));
    this.tabs.set(conversation.id, tab);
    this.tabBar.append(tab);
  }

  get current() {
    return this.threads.get(this.conversationId);
  }

  show(id) {
    this.conversationId = id;
    this.stream.replaceChildren(this.current.node);
    for (const [key, tab] of this.tabs) tab.setAttribute("aria-selected", String(key === id));
    this.tabs.get(id).classList.remove("has-unread");
    this.replyTo(undefined);
    this.composer.shape(this.current.conversation);
    this.typed({ conversation: id, typing: false });
    fitCards(this.stream);
    this.toEnd();
    this.install();
  }

  /** Adds the app to the conversation; while the bot is away, tries again every few seconds. */
  async install() {
    clearTimeout(this.retry);
    const id = this.conversationId;
    const result = await this.api.install(id).catch((problem) => ({ waiting: true, error: problem.message }));
    this.say(result.waiting ? "Waiting for the bot to start…" : "");
    if (result.waiting && !this.stopped) this.retry = setTimeout(() => this.install(), RETRY_MS);
  }

  say(text) {
    this.banner.textContent = text;
    this.banner.hidden = !text;
  }

  connection(open) {
    if (!open) this.say("Connecting to the sandbox…");
    else if (this.banner.textContent.startsWith("Connecting")) this.say("");
  }

  take(message) {
    const thread = this.threads.get(message.conversation);
    if (!thread) return;
    const here = thread === this.current;
    const pinned = this.near();
    const fresh = thread.put(message);
    if (here && (pinned || message.from === this.person.id)) this.toEnd();
    else if (here && fresh) this.down.hidden = false;
    if (fresh && this.ready && message.from !== this.person.id) this.mark(message, here);
  }

  mark(message, here) {
    if (!here) this.tabs.get(message.conversation).classList.add("has-unread");
    this.unread();
  }

  typed({ conversation, typing }) {
    if (conversation !== this.conversationId) return;
    const pinned = this.near();
    this.typing.hidden = !typing;
    if (pinned) this.toEnd();
  }

  resized() {
    fitCards(this.stream);
    if (this.pinned) this.toEnd();
  }

  near() {
    return this.stream.scrollHeight - this.stream.scrollTop - this.stream.clientHeight < NEAR_PX;
  }

  scrolled() {
    this.pinned = this.near();
    if (this.pinned) this.down.hidden = true;
  }

  toEnd() {
    this.stream.scrollTop = this.stream.scrollHeight;
    this.pinned = true;
    this.down.hidden = true;
  }

  /** What is written next replies to this message. */
  quote(message) {
    this.quoted = message.id;
    this.composer.replying(() => this.replyTo(undefined), `${message.fromName}: ${firstWords(message)}`);
  }

  replyTo(root) {
    this.root = root;
    this.quoted = undefined;
    this.composer.replying(root ? () => this.replyTo(undefined) : undefined);
  }

  /** Among others a slash says it to the bot alone, as in Teams. */
  async send(text) {
    const words = text.replace(`@${APP}`, "").trim();
    const targeted = this.current.conversation.kind !== "personal" && words.startsWith("/");
    const said = targeted ? { text: words.slice(1), targeted } : { text, mention: text.includes(`@${APP}`), quote: this.quoted };
    const body = { ...said, conversation: this.conversationId, replyTo: this.root };
    this.replyTo(undefined);
    return this.deliver(() => this.api.send(body));
  }

  async upload(file, text) {
    return this.deliver(() => this.api.upload(file, text));
  }

  /** True when the sandbox took it; what the bot answered wrongly becomes a notice. */
  async deliver(call) {
    try {
      const result = await call();
      if (result.status >= 400) toast(result.error || `${APP} answered with an error (${result.status}).`, "bad");
      return true;
    } catch (problem) {
      toast(`Not sent. ${problem.message}`, "bad");
      return false;
    }
  }

  host(conversation) {
    return {
      say: (text) => this.send(text),
      quote: (message) => this.quote(message),
      find: (id) => this.threads.get(conversation.id).messages.get(id),
      consent: (message, accept) => this.deliver(() => this.api.consent(message.id, accept)),
      forCard: (message) => ({
        act: (request) => this.act({ ...request, messageId: message.id, conversation: conversation.id }),
        search: (query) => this.search({ ...query, messageId: message.id }),
      }),
    };
  }

  async act(request) {
    const result = await this.api.action(request).catch((problem) => ({ status: 500, error: problem.message }));
    const body = result.body || {};
    if (result.status >= 400) toast(result.error || "Unable to reach app. Please try again.", "bad");
    else if (body.type === NOTICE) body.value && toast(String(body.value));
    else if (body.statusCode >= 400) toast(body.value?.message || "Something went wrong. Please try again.", "bad");
    return body.type === ADAPTIVE;
  }

  async search(query) {
    const body = await this.api.search(query);
    if (body.statusCode >= 400) throw new Error(body.value?.message);
    return body.value?.results ?? [];
  }
}
