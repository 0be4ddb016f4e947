"""The case-level rules read a second time: as columns over many cases at once, on any engine that Ibis speaks to."""
