"""Recordings that the lessons load, and the scripts that made them."""

from pathlib import Path

EEG_FILE = Path(__file__).with_name("eeg.mat")
