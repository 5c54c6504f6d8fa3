"""The Teams side of the sandbox: Bot Connector, the chats people have with the bot, and the page they are shown on."""
