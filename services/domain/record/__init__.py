"""The record's format: entries, the Merkle tree over them, signed checkpoints and the check. See docs/record.md."""
