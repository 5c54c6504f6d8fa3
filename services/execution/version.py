"""The version of the workflows, by which processes know whose work they can take up."""

from __future__ import annotations

# Bumped when a workflow's steps change, so that jobs of the old shape are told apart from new ones.
WORKFLOW_VERSION = "2"
