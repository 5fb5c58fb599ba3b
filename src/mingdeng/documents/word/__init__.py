"""Papers as Word files on a page of GB/T 9704-2012, filled from what is recorded."""

from mingdeng.documents.word.blocks import Paper
from mingdeng.documents.word.package import word_file

__all__ = ["Paper", "word_file"]
