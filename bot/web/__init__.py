"""What the bot serves besides Teams: the pages that the app package links to, and what monitoring reads."""
