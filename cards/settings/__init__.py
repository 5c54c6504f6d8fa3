"""Settings of people, and templates of them."""
