"""Drafts, plans and jobs as cards."""
