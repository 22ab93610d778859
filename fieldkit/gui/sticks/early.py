"""What is kept of laptops that are not enrolled yet: who has to be asked, and a way to let it go."""

from functools import partial

from fieldkit.domain.changes import Changes
from fieldkit.domain.waiting import Waiting
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.models.lines import LinesModel
from fieldkit.gui.project.part import Part
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.table import Table
from fieldkit.gui.widgets.text import text
from fieldkit.messages import waiting as sentences
from fieldkit.services import waiting as services
from fieldkit.services.bundling import Bundling
from fieldkit.services.intake import ImportReport
from fieldkit.services.workspace import Workspace

_FOR = 2
"""The column that is shortened where there is no room."""


class Early(Part):
    """Hidden while nothing waits."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("Whole and sealed, as it came. Nothing of it counts, and nobody has to bring it again.")
        super().__init__(desk, banner, ask, _("Waits for a laptop to be enrolled"), told)
        self._bundles: tuple[Waiting, ...] = ()
        self.model = LinesModel((_("Came"), _("From"), _("Waits for")))
        self.table = Table(_("Bundles that wait"), self.model, wide=_FOR)
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        self._sentence = text("", Type.BODY, wrap=True)
        self._now = button(_("Take in now"), self.take)
        self._discard = button(_("Discard…"), self.discard)
        self.add(self.table, self._sentence, row(self._now, self._discard))
        self.hide()

    def show_view(self, bundles: tuple[Waiting, ...]) -> None:
        """Show these bundles; the one that was looked at stays chosen."""
        chosen = self._chosen()
        self._bundles = bundles
        self.model.set_rows(tuple(self._row(each) for each in bundles))
        names = [each.name for each in bundles]
        if bundles:
            self.table.selectRow(names.index(chosen.name) if chosen and chosen.name in names else 0)
        self._now.setVisible(any(each.ready for each in bundles))
        self._tell()
        self.setVisible(bool(bundles))

    def take(self) -> None:
        """Take in what can be, also what was refused before."""
        self.work(self.desk.language.gettext("Taking in what waited…"), _take, self._taken)

    def discard(self) -> None:
        """Ask before one is thrown away."""
        chosen = self._chosen()
        if chosen is not None:
            _ = self.desk.language.gettext
            told = _("Throw away what came from {who}? It cannot be undone: the stick would have to be brought again.")
            self.ask(told.format(who=self._from(chosen)), _("Throw away"), partial(self._throw_away, chosen.name))

    def _throw_away(self, name: str, _words: str) -> None:
        going_on = self.desk.language.gettext("Throwing it away…")
        self.work(going_on, partial(services.discard, name=name), self._gone)

    def _gone(self, _nothing: None) -> None:
        self.banner.tell(self.desk.language.gettext("The bundle was thrown away."))
        self.changed.emit()

    def _taken(self, report: ImportReport) -> None:
        language = self.desk.language
        if report.released:
            told = language.ngettext("{n} bundle was taken in.", "{n} bundles were taken in.", report.released)
            self.banner.tell(told)
        elif report.refused:
            self.banner.tell(language.gettext("It cannot be taken in. The reason stands beside it."), "stop")
        self.desk.worker.changed.emit(report.changes | Changes(project=True))
        self.changed.emit()

    def _tell(self, *_rows: object) -> None:
        """What is to be done about the chosen one."""
        chosen = self._chosen()
        self._sentence.setText(sentences.of(chosen, self.desk.language) if chosen else "")

    def _chosen(self) -> Waiting | None:
        at = self.table.currentIndex().row()
        return self._bundles[at] if 0 <= at < len(self._bundles) else None

    def _row(self, bundle: Waiting) -> tuple[str, ...]:
        language = self.desk.language
        came = words.ago(bundle.came, self.desk.clock.now(), language)
        awaited = ", ".join(sentences.short(device) for device in bundle.awaited)
        return came, self._from(bundle), awaited

    def _from(self, bundle: Waiting) -> str:
        return bundle.member or sentences.short(bundle.device)


def _take(workspace: Workspace) -> ImportReport:
    return Bundling(workspace).take_waiting(again=True)
