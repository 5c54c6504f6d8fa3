"""Plans, approvals, drafts and jobs."""
