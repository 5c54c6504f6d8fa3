"""The ledger of facts: every rule of a remote system that the program or its sandbox relies on, with its source."""
