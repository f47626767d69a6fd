"""Submissions: read, plan what runs, run it within limits, report."""
