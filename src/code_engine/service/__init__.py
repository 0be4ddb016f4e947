"""The HTTP service, and the store, decision log and keys beneath it."""
