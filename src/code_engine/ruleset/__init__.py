"""Rulesets: their files, the rules language, and loading."""
