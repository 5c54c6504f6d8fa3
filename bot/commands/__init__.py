"""The handlers of commands and buttons, one folder per topic; each module registers its own."""
