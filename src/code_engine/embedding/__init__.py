"""The engine inside a program that runs all day: asked from an event loop, its rules replaced while it runs."""
