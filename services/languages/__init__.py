"""The languages that people read: which one is whose, and every sentence in each of them."""
