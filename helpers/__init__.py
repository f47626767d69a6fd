"""What the lessons import: models, theory, plots, the explorer and the checks."""
