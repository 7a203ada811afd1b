"""A duty of the benchmark's own: one public form whose sending does what a real one does, on the real server."""
