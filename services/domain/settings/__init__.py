"""Settings of the system and of lines: what there is to set, within which limits, and where it stands."""
