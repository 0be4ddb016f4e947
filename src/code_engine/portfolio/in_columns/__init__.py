"""A whole source evaluated in columns; what the columns leave is answered by the Python engine."""
