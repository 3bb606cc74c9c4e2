"""Lists from elsewhere, and what is taken along."""
