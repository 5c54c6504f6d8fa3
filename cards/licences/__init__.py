"""Licences and their seats."""
