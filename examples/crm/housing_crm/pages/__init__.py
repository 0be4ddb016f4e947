"""The pages of the CRM; each module has those about one thing, and names the calls it makes of the service."""
