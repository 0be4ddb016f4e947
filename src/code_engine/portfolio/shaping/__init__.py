"""From rows as an export has them to the tables that columnar rules read, without an object for each row."""
