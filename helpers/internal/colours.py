"""One colour per quantity in the whole course, from the palette of Okabe and Ito (2008)."""

COLOURS = {
    "voltage": "#0072B2",
    "current": "#D55E00",
    "rate": "#009E73",
    "theory": "#000000",
    "spike": "#000000",
    "spectrum": "#CC79A7",
    "m": "#E69F00",  # a gate has the colour of its ion; h, which closes the same channel, its own
    "h": "#CC79A7",
    "n": "#56B4E9",
    "Na": "#E69F00",
    "K": "#56B4E9",
    "leak": "#767676",
    "threshold": "#767676",
    "cv": "#CC79A7",
    "interval": "#56B4E9",
    "yours": "#D55E00",
    "expected": "#BDBDBD",
    "guide": "#767676",
}
