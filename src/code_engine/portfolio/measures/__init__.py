"""Counts and shares of a year of cases, each with the cases behind it; they come from rows, whoever evaluated them."""
