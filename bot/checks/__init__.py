"""What `switchboard check` tries, a topic a file. Each returns what it found and, for a warning, what to do."""
