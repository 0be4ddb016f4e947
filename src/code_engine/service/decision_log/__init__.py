"""The decision log: what was answered, from which facts, by which versions; hash-chained and replayable."""
