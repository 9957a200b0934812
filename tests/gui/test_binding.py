"""The binding between Python and Qt, where a release of it has failed before."""

import sys

from PySide6.QtGui import QImage, QPainter


def test_calls_into_qt_do_not_wear_out_none() -> None:
    """PySide6 6.12 on Python 3.11 drops a reference to None with every void call and kills the process in the end."""
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(20_000):
        painter.setOpacity(0.5)
    after = sys.getrefcount(None)
    painter.end()
    assert abs(after - before) < 500
