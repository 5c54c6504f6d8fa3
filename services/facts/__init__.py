"""The ledger of facts: every rule of a remote system that this program or its sandbox relies on, with its source."""
