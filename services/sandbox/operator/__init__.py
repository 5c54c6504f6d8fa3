"""The operator's gateway: Azure Communications Gateway's Provisioning API, 2024-02-29-preview."""
