"""The case: its events, the model of its file, and the fold of both into the facts that rules read."""
