"""Named cases with expected findings and reasons, beside the rules they test."""
