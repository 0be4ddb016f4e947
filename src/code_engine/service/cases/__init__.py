"""Stored cases: events appended, what changed by them, and what the passing of time alone changed."""
