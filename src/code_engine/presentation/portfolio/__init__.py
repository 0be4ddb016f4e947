"""What a portfolio shows: on a terminal, and as the annual report."""
