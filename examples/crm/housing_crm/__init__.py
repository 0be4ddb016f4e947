"""A small stand-in for a housing CRM: it keeps nothing itself, and asks the service of code-engine over HTTP."""
