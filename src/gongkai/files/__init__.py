"""Files as they come: pages and their geometry, pictures, limits on hostile input, redaction.

Knows no law, no persons and no database. PDF and picture work runs in a child process with its own memory and
time limits (`child.run`), so that a hostile file takes nobody else down.
"""
