"""Writing the plugin of a new landlord: complete, and conforming before anybody has changed a line."""
