"""What the lessons import.

Which room holds what:

helpers/*.py       the subjects: a model, a theory, a measure, a kind of figure each
  calculus, expressions, spectra            lessons 00 and 01
  lif, noise, theory, spikes,               lessons 02 to 04
  point_processes
  hh, hh_analysis, hh_integrators,          lesson 05
  hh_plots
  glif, adex, adex_precise, hidden_neuron   lesson 06
  plots, picture, explore, progress         what every page is made of
  start                                     what the setup cell imports
helpers/checks/    what answers an exercise: LESSON.py looks, mistakes/LESSON.py knows the slips
helpers/internal/  what only helpers import
helpers/data/      recordings

The names of `helpers/*.py` stand in notebooks that students have saved: they never move.
"""
