"""The dated duties of cases: which are due in a window of days, as data and as calendar entries."""
