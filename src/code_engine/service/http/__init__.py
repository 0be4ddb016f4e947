"""The HTTP service: every answer of the command line, for a CRM that asks over the network."""
