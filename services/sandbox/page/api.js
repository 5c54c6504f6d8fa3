/** The sandbox's /chat interface for one person. Every call answers the parsed JSON or throws with the server's words. */

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || `The sandbox answered ${response.status}.`);
  return body;
}

async function post(path, body) {
  const headers = { "content-type": "application/json" };
  return read(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

export async function people() {
  return read(await fetch("/chat/people"));
}

export class Api {
  constructor(person) {
    this.base = `/chat/${encodeURIComponent(person.id)}`;
  }

  async conversations() {
    return read(await fetch(`${this.base}/conversations`));
  }

  install(conversation) {
    return post(`${this.base}/install`, { conversation });
  }

  send(body) {
    return post(`${this.base}/messages`, body);
  }

  action(body) {
    return post(`${this.base}/actions`, body);
  }

  search(body) {
    return post(`${this.base}/search`, body);
  }

  consent(messageId, accept) {
    return post(`${this.base}/consent`, { messageId, accept });
  }

  async upload(file, text) {
    const form = new FormData();
    form.append("file", file, file.name);
    if (text) form.append("text", text);
    return read(await fetch(`${this.base}/files`, { method: "POST", body: form }));
  }

  /** Server-sent events of all this person's conversations; the browser reconnects by itself. */
  events(onMessage, onTyping, onState) {
    const source = new EventSource(`${this.base}/events?conversation=*`);
    source.addEventListener("message", (event) => onMessage(JSON.parse(event.data)));
    source.addEventListener("typing", (event) => onTyping(JSON.parse(event.data)));
    source.addEventListener("open", () => onState(true));
    source.addEventListener("error", () => onState(false));
    return source;
  }
}
