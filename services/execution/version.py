"""The version of the workflows, by which processes know whose work they can take up."""

from __future__ import annotations

# Raise it when a workflow's steps or their results change, so that old jobs are told apart from new ones.
WORKFLOW_VERSION = "3"
