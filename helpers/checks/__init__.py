"""One module of checks per lesson; `core` is what they share."""
