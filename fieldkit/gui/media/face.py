"""One attached file on the screen: a small picture or an icon, what it is, how large, and buttons below."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.media import sight
from fieldkit.gui.media.sight import Sight
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.flow import Flow
from fieldkit.gui.widgets.text import text

_WIDE, _HIGH = 120, 90
_ICON = 32


class Face(QFrame):
    """A card; `buttons` come below the words."""

    def __init__(self, desk: Desk, *buttons: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self._desk = desk
        self._picture = QLabel()
        self._picture.setObjectName("thumbnail")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setFixedSize(_WIDE, _HIGH)
        self._kind = text("", Type.STRONG, wrap=True)
        self._note = text("", Type.CAPTION, "second", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._kind)
        words.addWidget(self._note)
        words.addStretch(1)
        holder = QWidget()
        flow = Flow(spacing=8)
        for each in buttons:
            flow.addWidget(each)
        holder.setLayout(flow)
        words.addWidget(holder)
        layout = row(self._picture, words, spacing=16, stretch=False)
        layout.setAlignment(self._picture, Qt.AlignmentFlag.AlignTop)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_sight(self, seen: Sight) -> None:
        """Show a file."""
        _ = self._desk.language.gettext
        self._kind.setText(sight.told(seen.file, self._desk.language))
        if not seen.file.here:
            self._note.setText(_("Its content is not in this vault. It comes with a bundle."))
        elif seen.is_cleaned:
            self._note.setText(_("Place, time and device are not in this copy."))
        else:
            self._note.setText(_("Documents keep what is inside them: author, dates, earlier versions."))
        self._picture.setPixmap(self._pixmap(seen))
        self._picture.setAccessibleName(self._kind.text())

    def _pixmap(self, seen: Sight) -> QPixmap:
        ratio = self.devicePixelRatioF()
        image = QImage()
        if not (seen.png and image.loadFromData(seen.png, "PNG")):
            kind = seen.file.media_type.partition("/")[0]
            return self._desk.look.pixmap(_ICONS.get(kind, "reports"), "ink2", _ICON, ratio)
        fitted = image.scaled(
            round(_WIDE * ratio),
            round(_HIGH * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        fitted.setDevicePixelRatio(ratio)
        return QPixmap.fromImage(fitted)


_ICONS = {"image": "picture", "audio": "sound", "video": "film"}
