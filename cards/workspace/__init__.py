"""Linking tenant and organisation, home, access, notices and help."""
