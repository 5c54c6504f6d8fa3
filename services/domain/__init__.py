"""Values and rules of phone lines; no input or output happens here."""
