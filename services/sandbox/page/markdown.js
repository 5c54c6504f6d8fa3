import MarkdownIt from "/page/vendor/markdown-it.js";

/** Teams draws bold, italic, links and lists in a card's text, and no HTML at all. */
const CARD_RULES = ["heading", "lheading", "table", "image", "blockquote", "hr", "code", "fence", "backticks", "html_block", "html_inline"];

const card = new MarkdownIt({ html: false, linkify: false }).disable(CARD_RULES);
const message = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable(["image"]);

for (const renderer of [card, message]) {
  renderer.renderer.rules.link_open = (tokens, index, options, env, self) => {
    tokens[index].attrSet("target", "_blank");
    tokens[index].attrSet("rel", "noopener noreferrer");
    return self.renderToken(tokens, index, options);
  };
}

/** Safe HTML of a text in a card. */
export function cardHtml(text) {
  return card.render(text);
}

/** Safe HTML of a bot's message text. */
export function messageHtml(text) {
  return message.render(text);
}
