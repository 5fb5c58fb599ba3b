"""A fictional organ's ordinary office files, and the truth about them.

Everything here is invented.  The package shares no code with the product, so
that what the product reads out of these files is really a test of it.
"""

from .making import SIZES, make
from .styles import STYLES

__all__ = ["SIZES", "STYLES", "make"]
