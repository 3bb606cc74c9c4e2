"""What `make bench` measures: ratios within one run, never limits that a test would hold."""
