"""The one door for files: any format in, one neutral document out. Pages and their geometry, limits, redaction.

Knows no law, no persons and no database. Nothing outside this package opens a file to read it. Redaction and
drawing of pages work in a child process with its own memory and time limits (`child.run`).
"""

from gongkai.files.document import Block, Cell, Document, Image, Paragraph, Run, Table
from gongkai.files.door import read, read_path

__all__ = ["Block", "Cell", "Document", "Image", "Paragraph", "Run", "Table", "read", "read_path"]
