"""State in a database, and the catalogue of shows."""
