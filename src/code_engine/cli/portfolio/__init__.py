"""`code-engine portfolio`: many cases at once; each command is a module of its own."""
