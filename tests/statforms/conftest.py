"""Reading of PDFs runs in the test itself."""

from tests.children import in_process, own_process

__all__ = ["in_process", "own_process"]
