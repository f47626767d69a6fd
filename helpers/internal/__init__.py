"""What only helpers import: arguments at the door, sweeps, integrals, parts of the page."""
