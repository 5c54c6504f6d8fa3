"""The Teams side of the sandbox: the Bot Connector, the chats with the bot, and the page that shows them."""
