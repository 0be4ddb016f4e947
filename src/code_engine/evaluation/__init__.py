"""From facts to findings to consequences."""
