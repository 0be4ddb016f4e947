"""Landlords: who they are, their policies in layers, and the plugins that bring them."""
