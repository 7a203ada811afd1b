"""Public pages as files: made when something changes, served before Django is asked.

store  files: atomic writing, compressed twins, hashes
make   which pages a change touches, and making them
check  files against hashes; the static twin
front  the WSGI wrapper that serves them
"""
