"""The typical mistakes of each lesson, as edits of its solutions."""
