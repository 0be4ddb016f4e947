"""The store: SQLite in a file, or PostgreSQL by its address.

Everything said about a person is sealed with a key of its case (sealing.py); every change is one transaction
(connection.py); the tables grow by numbered migrations and never shrink (migrations/).
"""
