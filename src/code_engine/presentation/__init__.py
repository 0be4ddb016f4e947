"""How an evaluation is shown to people: plain text, Markdown, one HTML page, and a timeline in text and SVG.

`outline` decides what is said and in which order; the formats only lay it out. Nothing here computes a status
or a date, and nothing is imported before it is used, because the command line has to start quickly.
"""
