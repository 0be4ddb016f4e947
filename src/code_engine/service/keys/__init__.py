"""Keys of the service: made once, hashed at rest, for one landlord or group, with scopes."""
