"""Many cases at once: read from whatever a landlord can export, evaluated, counted, reported."""
