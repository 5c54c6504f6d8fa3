"""The checks of `switchboard check`, one topic per file. Each returns what it found and, for a warning, what to do."""
