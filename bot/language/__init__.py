"""What somebody typed, understood without a language model: things, words, intents, and what each of them leads to."""
