"""Secret addresses of calendars: made once, hashed at rest, for a landlord or one of its handlers."""
